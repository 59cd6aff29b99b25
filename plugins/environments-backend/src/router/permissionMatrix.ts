/** Who asks, seen from one environment: `member` and `stranger` are developers too. */
export const ASKERS = [
  'owner',
  'member',
  'stranger',
  'ops',
  'auditor',
  'service',
] as const;

/**
 * How far somebody gets: let through (`yes`), told that they may not (`no`, 403), or told
 * that there is no such thing (`absent`, 404), as if there were none. Whoever is not signed in gets
 * 401 everywhere.
 */
export type Cell = 'yes' | 'no' | 'absent';

type Row = readonly [Cell, Cell, Cell, Cell, Cell, Cell];

const EVERYBODY: Row = ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'];
const READERS: Row = ['yes', 'yes', 'absent', 'yes', 'yes', 'yes'];
const OWNER_AND_OPS: Row = ['yes', 'no', 'absent', 'yes', 'no', 'no'];
const OPS: Row = ['no', 'no', 'no', 'yes', 'no', 'no'];
const OPS_AND_AUDITORS: Row = ['no', 'no', 'no', 'yes', 'yes', 'no'];

/**
 * Every operation of the API, and who may do it with an environment of the owner's.
 * docs/permissions.md is made of this, and permissionMatrix.test.ts calls each cell.
 */
export const permissionMatrix = {
  listClusters: EVERYBODY,
  listTemplates: EVERYBODY,
  getTemplate: EVERYBODY,
  createPreview: EVERYBODY,
  // Lists hold what the caller may see.
  listEnvironments: EVERYBODY,
  // For their own group; others ask for the owner's, and may not.
  createEnvironment: ['yes', 'no', 'no', 'no', 'no', 'no'],
  getEnvironment: READERS,
  deleteEnvironment: OWNER_AND_OPS,
  listOperations: READERS,
  createOperation: OWNER_AND_OPS,
  createTransferPreview: OWNER_AND_OPS,
  // Whoever sees it may copy its choices, for their own group.
  cloneEnvironment: ['yes', 'no', 'absent', 'no', 'no', 'no'],
  planHibernation: OWNER_AND_OPS,
  holdLegally: ['no', 'no', 'absent', 'yes', 'yes', 'no'],
  endLegalHold: ['no', 'no', 'absent', 'yes', 'yes', 'no'],
  listObjects: READERS,
  createKubeconfig: ['yes', 'yes', 'absent', 'no', 'no', 'no'],
  listAccess: READERS,
  // Of the owner's; each may give back their own.
  revokeAccess: OWNER_AND_OPS,
  listElevations: READERS,
  // Those that the caller may decide.
  listWaitingElevations: EVERYBODY,
  // Whoever gets a kubeconfig.
  requestElevation: ['yes', 'yes', 'absent', 'no', 'no', 'no'],
  // Of the owner's.
  decideElevation: ['no', 'no', 'absent', 'yes', 'no', 'no'],
  closeElevation: ['yes', 'no', 'absent', 'yes', 'no', 'no'],
  listShares: OWNER_AND_OPS,
  createShare: OWNER_AND_OPS,
  revokeShare: OWNER_AND_OPS,
  // With a code that no link has: even who sees the environment is told nothing else.
  redeemShare: ['absent', 'absent', 'absent', 'absent', 'absent', 'absent'],
  getOperation: READERS,
  cancelOperation: OWNER_AND_OPS,
  // Those of the caller; all of them take the permission to see policies.
  listApprovals: OPS_AND_AUDITORS,
  getApproval: ['yes', 'absent', 'absent', 'yes', 'yes', 'absent'],
  // Of the owner's request, which ops are asked about.
  decideApproval: ['no', 'absent', 'absent', 'yes', 'no', 'absent'],
  listApprovalDelegations: EVERYBODY,
  delegateApprovals: ['yes', 'yes', 'yes', 'yes', 'yes', 'no'],
  // Of the owner's.
  endApprovalDelegation: [
    'yes',
    'absent',
    'absent',
    'absent',
    'absent',
    'absent',
  ],
  simulatePolicies: OPS_AND_AUDITORS,
  listTemplateReports: OPS_AND_AUDITORS,
  getHealth: OPS_AND_AUDITORS,
  listTemplateRevisions: OPS_AND_AUDITORS,
  getTemplateRevision: OPS_AND_AUDITORS,
  compareTemplateRevisions: OPS_AND_AUDITORS,
  haltTemplateRevision: OPS,
  resumeTemplateRevision: OPS,
  checkWorkbench: OPS,
  dryRunWorkbench: OPS,
  createWorkbenchTry: OPS,
  createUpgradePreview: OWNER_AND_OPS,
  createUpgrade: OWNER_AND_OPS,
  createRollbackPreview: OWNER_AND_OPS,
  createRollback: OWNER_AND_OPS,
  holdEnvironment: OWNER_AND_OPS,
  releaseEnvironment: OWNER_AND_OPS,
  getDrift: READERS,
  decideDrift: OWNER_AND_OPS,
  listRollouts: OPS_AND_AUDITORS,
  createRollout: OPS,
  getRollout: OPS_AND_AUDITORS,
  pauseRollout: OPS,
  resumeRollout: OPS,
  cancelRollout: OPS,
  listAuditRecords: OPS_AND_AUDITORS,
  summarizeAuditRecords: OPS_AND_AUDITORS,
  exportAuditRecords: OPS_AND_AUDITORS,
  getAuditReport: OPS_AND_AUDITORS,
  getAuditLog: OPS_AND_AUDITORS,
  listAuditCheckpoints: OPS_AND_AUDITORS,
  listAuditViews: OPS_AND_AUDITORS,
  saveAuditView: OPS_AND_AUDITORS,
  // Of the ops': each has their own.
  deleteAuditView: ['no', 'no', 'no', 'yes', 'absent', 'no'],
  erasePerson: OPS,
  previewErasure: OPS,
  // Of a sink that is not configured.
  resumeAuditSink: ['no', 'no', 'no', 'absent', 'no', 'no'],
  getEnvironmentReceipt: READERS,
  getAuditProof: OPS_AND_AUDITORS,
  getAuditRecord: OPS_AND_AUDITORS,
} as const satisfies Record<string, Row>;
