import { AuditOutcome, AuditRecord } from '@sandlot/plugin-environments-common';

/** Of the Open Cybersecurity Schema Framework. */
const OCSF_VERSION = '1.9.0';
const API_ACTIVITY = 6003;
const APPLICATION_ACTIVITY = 6;

const ACTIVITIES = {
  Create: 1,
  Read: 2,
  Update: 3,
  Delete: 4,
  Other: 99,
} as const;
type Activity = keyof typeof ACTIVITIES;

/** By the last word of an action; everything else that is done changes something. */
const ACTIVITY_OF: Record<string, Activity> = {
  create: 'Create',
  claim: 'Create',
  publish: 'Create',
  try: 'Create',
  delete: 'Delete',
  erase: 'Delete',
  retire: 'Delete',
  withdraw: 'Delete',
  read: 'Read',
  access: 'Read',
  export: 'Read',
  compare: 'Read',
  drift: 'Read',
  dryRun: 'Read',
  warn: 'Other',
  refuse: 'Other',
};

const STATUS: Record<AuditOutcome, [id: number, status: string]> = {
  success: [1, 'Success'],
  failure: [2, 'Failure'],
  denied: [2, 'Failure'],
  pending: [99, 'Pending'],
  unknown: [0, 'Unknown'],
};

/** Informational, Low, Medium, High. */
const SEVERITY: Record<AuditOutcome, [id: number, severity: string]> = {
  pending: [1, 'Informational'],
  success: [1, 'Informational'],
  unknown: [3, 'Medium'],
  failure: [3, 'Medium'],
  denied: [4, 'High'],
};

const USER_TYPES: Record<AuditRecord['actor']['kind'], [number, string]> = {
  user: [1, 'User'],
  service: [4, 'Service'],
  system: [3, 'System'],
  anonymous: [0, 'Unknown'],
};

/**
 * A record as an event of OCSF's class API Activity (6003).
 *
 * What the schema has no place for is in `unmapped` under our own names, so that
 * nothing of the record is lost.
 */
export function toOcsf(record: AuditRecord) {
  const { actor, action, source, stage } = record;
  const activity = ACTIVITY_OF[action.split('.')[1]] ?? 'Update';
  const activityId = ACTIVITIES[activity];
  const [statusId, status] = STATUS[record.outcome];
  const [severityId, severity] = SEVERITY[record.outcome];
  const [userTypeId, userType] = USER_TYPES[actor.kind];
  return {
    category_uid: APPLICATION_ACTIVITY,
    category_name: 'Application Activity',
    class_uid: API_ACTIVITY,
    class_name: 'API Activity',
    activity_id: activityId,
    activity_name: activity,
    type_uid: API_ACTIVITY * 100 + activityId,
    type_name: `API Activity: ${activity}`,
    time: Date.parse(record.time),
    severity_id: severityId,
    severity,
    status_id: statusId,
    status,
    status_code: record.outcome,
    ...(record.reason && { status_detail: record.reason }),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'Sandlot', vendor_name: 'Sandlot' },
      uid: record.eventId,
      correlation_uid: record.correlationId,
      event_code: `${action}.${stage}`,
      ...(record.index && { sequence: Number(record.index) }),
      log_name: 'environments.audit',
    },
    actor: {
      user: {
        uid: actor.ref,
        name: actor.ref,
        type_id: userTypeId,
        type: userType,
        groups: actor.groups.map(name => ({ uid: name, name })),
      },
      ...(actor.onBehalfOf && { invoked_by: actor.onBehalfOf }),
      ...(record.authorization && {
        authorizations: [
          {
            decision: record.authorization.decision,
            policy: {
              name: record.authorization.permission,
              desc: record.authorization.basis,
            },
          },
        ],
      }),
    },
    api: {
      operation: action,
      service: { name: action.split('.')[0] },
      request: { uid: record.correlationId },
    },
    // The schema requires it; what the portal does by itself comes from nowhere else.
    src_endpoint: source?.address
      ? { ip: source.address }
      : { name: 'environments' },
    ...(source?.userAgent && {
      http_request: { user_agent: source.userAgent },
    }),
    resources: resourcesOf(record),
    unmapped: {
      stage,
      authMethod: actor.authMethod,
      ...pick(record, [
        'epoch',
        'attempt',
        'operationId',
        'parameters',
        'objectsDigest',
        'approvals',
        'policies',
        'seal',
      ]),
    },
  };
}

function resourcesOf(record: AuditRecord) {
  const { environmentId, environmentName, target, template } = record;
  return [
    ...(environmentId
      ? [
          {
            type: 'environment',
            uid: environmentId,
            name: environmentName ?? environmentId,
          },
        ]
      : []),
    ...(target.kind
      ? [
          {
            type: target.kind,
            name: target.name ?? '',
            ...(target.uid && { uid: target.uid }),
            ...(target.namespace && { namespace: target.namespace }),
          },
        ]
      : []),
    ...(target.namespace
      ? [
          {
            type: 'namespace',
            name: target.namespace,
            ...(target.namespaceUid && { uid: target.namespaceUid }),
          },
        ]
      : []),
    ...(target.cluster ? [{ type: 'cluster', name: target.cluster }] : []),
    ...(template
      ? [
          {
            type: 'template',
            name: template.ref,
            ...(template.revision && { version: template.revision }),
          },
        ]
      : []),
  ];
}

function pick<K extends keyof AuditRecord>(
  record: AuditRecord,
  keys: K[],
): Partial<Pick<AuditRecord, K>> {
  return Object.fromEntries(
    keys
      .filter(key => record[key] !== undefined)
      .map(key => [key, record[key]]),
  ) as Partial<Pick<AuditRecord, K>>;
}
