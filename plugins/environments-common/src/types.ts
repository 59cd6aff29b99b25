import { components, operations } from './client/schema.generated';

/** A cluster on which environments can be made. @public */
export type Cluster = components['schemas']['Cluster'];
/** A template at its current revision. @public */
export type Template = components['schemas']['Template'];
/** A template with the JSON Schema of its parameters. @public */
export type TemplateDetail = components['schemas']['TemplateDetail'];
/** One fault in what was sent, with the place. @public */
export type Problem = components['schemas']['Problem'];
/** @public */
export type PreviewRequest = components['schemas']['PreviewRequest'];
/** What a request would make. @public */
export type Preview = components['schemas']['Preview'];
/** One line of what one gets, in plain words. @public */
export type SummaryItem = components['schemas']['SummaryItem'];
/** What one policy said to a request. @public */
export type PolicyResult = components['schemas']['PolicyResult'];
/** Whose policy it is. @public */
export type PolicySource = components['schemas']['PolicySource'];
/** Who must agree, and which policy wants it. @public */
export type ApprovalRequirement = components['schemas']['ApprovalRequirement'];
/** One requirement of one request, and how far it is. @public */
export type Approval = components['schemas']['Approval'];
/** What is to be changed of an environment that lives. @public */
export type AskedChange = components['schemas']['AskedChange'];
/** @public */
export type ApprovalDecision = components['schemas']['ApprovalDecision'];
/** An approval with what would be made. @public */
export type ApprovalDetail = components['schemas']['ApprovalDetail'];
/** @public */
export type ApprovalDecisionRequest =
  components['schemas']['ApprovalDecisionRequest'];
/** Who decides in whose place. @public */
export type ApprovalDelegation = components['schemas']['ApprovalDelegation'];
/** @public */
export type ApprovalDelegationRequest =
  components['schemas']['ApprovalDelegationRequest'];
/** @public */
export type PolicySimulationRequest =
  components['schemas']['PolicySimulationRequest'];
/** What policies would say to a request. @public */
export type PolicySimulation = components['schemas']['PolicySimulation'];
/** @public */
export type CreateEnvironmentRequest =
  components['schemas']['CreateEnvironmentRequest'];
/** What a request for work is answered with. @public */
export type AcceptedOperation = components['schemas']['AcceptedOperation'];
/** A namespace on a cluster, owned by a user or group. @public */
export type Environment = components['schemas']['Environment'];
/** @public */
export type Phase = components['schemas']['Phase'];
/** @public */
export type Condition = components['schemas']['Condition'];
/** One act on an environment. @public */
export type Operation = components['schemas']['Operation'];
/** What was done with an environment. @public */
export type Activity = components['schemas']['Activity'];
/** A decision on an environment that needed no operation. @public */
export type ActivityEvent = components['schemas']['ActivityEvent'];
/** @public */
export type Stage = components['schemas']['Stage'];
/** Why an operation failed, what is left and what to do. @public */
export type Failure = components['schemas']['Failure'];
/** The order in which objects are made. @public */
export type Wave = components['schemas']['Wave'];
/** An object of an environment, as the cluster shows it. @public */
export type EnvironmentObject = components['schemas']['EnvironmentObject'];
/** The service account of a person in an environment. @public */
export type AccessAccount = components['schemas']['AccessAccount'];
/** More rights in an environment, for one person and for minutes. @public */
export type Elevation = components['schemas']['Elevation'];
/** @public */
export type ElevationList = components['schemas']['ElevationList'];
/** @public */
export type WaitingElevation = components['schemas']['WaitingElevation'];
/** @public */
export type ElevationRequest = components['schemas']['ElevationRequest'];
/** @public */
export type ElevationDecision = components['schemas']['ElevationDecision'];

/** A link with which somebody outside the team reads an environment. @public */
export type Share = components['schemas']['Share'];

/** What a share link is asked for with. @public */
export type ShareRequest = components['schemas']['ShareRequest'];

/** A share link and its code, which is shown once. @public */
export type NewShare = components['schemas']['NewShare'];
/** @public */
export type Kubeconfig = components['schemas']['Kubeconfig'];
/** The life of a template. @public */
export type TemplateState = components['schemas']['TemplateState'];
/** Why a revision is not used. @public */
export type Halted = components['schemas']['Halted'];
/** How the plugin fares, for ops. @public */
export type HealthReport = components['schemas']['HealthReport'];
/** How a template fares, for ops. @public */
export type TemplateReport = components['schemas']['TemplateReport'];
/** One immutable content of a template. @public */
export type TemplateRevision = components['schemas']['TemplateRevision'];
/** @public */
export type TemplateRevisionDetail =
  components['schemas']['TemplateRevisionDetail'];
/** @public */
export type FieldChange = components['schemas']['FieldChange'];
/** What changes about one object. @public */
export type ObjectChange = components['schemas']['ObjectChange'];
/** @public */
export type RevisionComparison = components['schemas']['RevisionComparison'];
/** @public */
export type WorkbenchRequest = components['schemas']['WorkbenchRequest'];
/** @public */
export type WorkbenchTryRequest = components['schemas']['WorkbenchTryRequest'];
/** What a template that is not published would be. @public */
export type WorkbenchCheck = components['schemas']['WorkbenchCheck'];
/** @public */
export type WorkbenchDryRun = components['schemas']['WorkbenchDryRun'];
/** What a change would mean for one live environment. @public */
export type Impact = components['schemas']['Impact'];
/** What policies say to another owner. @public */
export type TransferPreview = components['schemas']['TransferPreview'];
/** @public */
export type TransferPreviewRequest =
  components['schemas']['TransferPreviewRequest'];
/** The exact difference that an upgrade would make. @public */
export type UpgradePreview = components['schemas']['UpgradePreview'];
/** @public */
export type UpgradePreviewRequest =
  components['schemas']['UpgradePreviewRequest'];
/** @public */
export type UpgradeRequest = components['schemas']['UpgradeRequest'];
/** @public */
export type RollbackRequest = components['schemas']['RollbackRequest'];
/** @public */
export type Hold = components['schemas']['Hold'];
/** @public */
export type HoldRequest = components['schemas']['HoldRequest'];
/** @public */
export type Drift = components['schemas']['Drift'];
/** An object that somebody changed past the portal. @public */
export type DriftedObject = components['schemas']['DriftedObject'];
/** @public */
export type DriftDecision = components['schemas']['DriftDecision'];
/** An upgrade of many environments, cohort by cohort. @public */
export type Rollout = components['schemas']['Rollout'];
/** @public */
export type RolloutDetail = components['schemas']['RolloutDetail'];
/** @public */
export type RolloutRequest = components['schemas']['RolloutRequest'];
/** How long an environment may live. @public */
export type Lease = components['schemas']['Lease'];
/** Since when and why an environment sleeps. @public */
export type Hibernation = components['schemas']['Hibernation'];
/** When an environment hibernates by itself. @public */
export type HibernationPlan = components['schemas']['HibernationPlan'];
/** The newest sign that somebody uses an environment. @public */
export type LastUse = components['schemas']['LastUse'];
/** Who may use an environment beside its owner. @public */
export type Member = components['schemas']['Member'];
/** How much of a limit is used. @public */
export type LimitUse = components['schemas']['LimitUse'];
/** What keeps a deletion from ending. @public */
export type Blocker = components['schemas']['Blocker'];
/** What a deletion has ended. @public */
export type Receipt = components['schemas']['Receipt'];
/** What is asked to be done with an environment. @public */
export type OperationRequest = components['schemas']['OperationRequest'];
/** @public */
export type CloneRequest = components['schemas']['CloneRequest'];
/** @public */
export type AuditRecord = components['schemas']['AuditRecord'];
/** @public */
export type AuditRecordDetail = components['schemas']['AuditRecordDetail'];
/** What opens a commitment of a record. @public */
export type AuditDisclosure = components['schemas']['AuditDisclosure'];
/** How far a record is proven. @public */
export type AuditSeal = components['schemas']['AuditSeal'];
/** Facets and histogram of a filter. @public */
export type AuditSummary = components['schemas']['AuditSummary'];
/** What the erasure of a person would erase, and what it would not. @public */
export type AuditErasurePreview = components['schemas']['AuditErasurePreview'];
/** How often a value is found. @public */
export type AuditCount = components['schemas']['AuditCount'];
/** @public */
export type AuditCheckpoint = components['schemas']['AuditCheckpoint'];
/** How the log stands as a whole. @public */
export type AuditCheck = components['schemas']['AuditCheck'];
/** @public */
export type AuditFault = components['schemas']['AuditFault'];
/** @public */
export type AuditLog = components['schemas']['AuditLog'];
/** @public */
export type AuditWitness = components['schemas']['AuditWitness'];
/** @public */
export type AuditSink = components['schemas']['AuditSink'];
/** A cluster compared with the log. @public */
export type AuditCoverage = components['schemas']['AuditCoverage'];
/** @public */
export type AuditFinding = components['schemas']['AuditFinding'];
/** @public */
export type AuditArchive = components['schemas']['AuditArchive'];
/** A filter that somebody keeps. @public */
export type AuditView = components['schemas']['AuditView'];
/** @public */
export type SaveAuditViewRequest =
  components['schemas']['SaveAuditViewRequest'];
/** What was done in a period. @public */
export type AuditReport = components['schemas']['AuditReport'];
/** @public */
export type AuditReportCreation = components['schemas']['AuditReportCreation'];
/** @public */
export type AuditReportException =
  components['schemas']['AuditReportException'];
/** @public */
export type AuditExportQuery = NonNullable<
  operations['exportAuditRecords']['parameters']['query']
>;
/** A filter of the log, without a page. @public */
export type AuditCriteria = NonNullable<
  operations['summarizeAuditRecords']['parameters']['query']
>;
/** @public */
export type AuditActor = components['schemas']['AuditActor'];
/** @public */
export type AuditStage = components['schemas']['AuditStage'];
/** @public */
export type AuditOutcome = components['schemas']['AuditOutcome'];

/** @public */
export type EnvironmentsFilter = NonNullable<
  operations['listEnvironments']['parameters']['query']
>;
/** @public */
export type AuditFilter = NonNullable<
  operations['listAuditRecords']['parameters']['query']
>;

/** A page of a keyset listing; without `nextCursor` it is the last. @public */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

/** Which approvals are listed. @public */
export type ApprovalsFilter = NonNullable<
  operations['listApprovals']['parameters']['query']
>;
