/**
 * What each attribute of the metrics says. Names are stable: one that is in a
 * release is not changed. docs/metrics.md is made from it.
 *
 * @public
 */
export const attributeDefinitions = {
  'sandlot.operation.kind': '`create`, `upgrade`, `delete` and so on',
  'sandlot.operation.outcome':
    '`succeeded`, `failed`, `cancelled`, or `superseded` by a deletion',
  'sandlot.stage.name':
    'of the operation: `namespace`, `policies`, `workloads`, `verify` and so on',
  'sandlot.template.ref': 'the template, as an entity of the catalog',
  'sandlot.template.revision':
    'the first twelve digits of the digest of the revision',
  'sandlot.cluster.name': 'as in the configuration',
  'sandlot.witness.name': 'as in the configuration',
  'http.request.method': '`GET`, `POST`, `PATCH` or `DELETE`',
  'error.type':
    'the reason of what failed, such as `Unavailable`, `Unauthorized`, `Refused`; absent where nothing did',
} as const;

type AttributeName = keyof typeof attributeDefinitions;

interface MetricDefinition {
  instrument: 'counter' | 'gauge' | 'histogram';
  /** In UCUM, as OpenTelemetry wants it: `s`, `1`, or what is counted in braces. */
  unit: string;
  description: string;
  attributes: readonly AttributeName[];
  /** Upper bounds of a histogram's buckets. */
  buckets?: readonly number[];
}

/** Seconds, from what a stage takes on a quick cluster to what a drain takes on a slow one. */
const LONG = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800];
/** Seconds, up to where a call to a cluster is given up. */
const SHORT = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Every metric of the plugin. docs/metrics.md is made from this. */
export const metricDefinitions = {
  'sandlot.requests.waiting': {
    instrument: 'gauge',
    unit: '{request}',
    description:
      'Requests for environments in line of this backend, for their turn to be held against limits',
    attributes: [],
  },
  'sandlot.operations.queued': {
    instrument: 'gauge',
    unit: '{operation}',
    description: 'Operations that are due and that no worker has yet',
    attributes: ['sandlot.operation.kind'],
  },
  'sandlot.operations.running': {
    instrument: 'gauge',
    unit: '{operation}',
    description: 'Operations that a worker has in hand',
    attributes: ['sandlot.operation.kind'],
  },
  'sandlot.operations.waiting_to_retry': {
    instrument: 'gauge',
    unit: '{operation}',
    description:
      'Operations whose last try failed and whose next one is not due yet',
    attributes: ['sandlot.operation.kind'],
  },
  'sandlot.operations.longest_wait': {
    instrument: 'gauge',
    unit: 's',
    description:
      'How long the longest of the queued operations has been due; 0 without any',
    attributes: ['sandlot.operation.kind'],
  },
  'sandlot.operations.oldest_age': {
    instrument: 'gauge',
    unit: 's',
    description:
      'How long ago the oldest operation that has not ended was asked for; 0 without any',
    attributes: ['sandlot.operation.kind'],
  },
  'sandlot.operation.duration': {
    instrument: 'histogram',
    unit: 's',
    description: 'From the request to the end of an operation',
    attributes: ['sandlot.operation.kind', 'sandlot.operation.outcome'],
    buckets: LONG,
  },
  'sandlot.operation.outcomes': {
    instrument: 'counter',
    unit: '{operation}',
    description: 'Operations that ended, by how and by template revision',
    attributes: [
      'sandlot.operation.kind',
      'sandlot.operation.outcome',
      'sandlot.template.ref',
      'sandlot.template.revision',
      'error.type',
    ],
  },
  'sandlot.operation.retries': {
    instrument: 'counter',
    unit: '{retry}',
    description: 'Tries of operations that have to be made once more',
    attributes: ['sandlot.operation.kind', 'error.type'],
  },
  'sandlot.stage.duration': {
    instrument: 'histogram',
    unit: 's',
    description:
      'From the beginning to the end of a stage, with the waits between tries',
    attributes: ['sandlot.operation.kind', 'sandlot.stage.name'],
    buckets: LONG,
  },
  'sandlot.cluster.reachable': {
    instrument: 'gauge',
    unit: '1',
    description:
      '1 if the last call of this backend got an answer with the credential accepted, else 0',
    attributes: ['sandlot.cluster.name'],
  },
  'sandlot.cluster.call.duration': {
    instrument: 'histogram',
    unit: 's',
    description:
      'Requests to the API server of a cluster; those that failed say why',
    attributes: ['sandlot.cluster.name', 'http.request.method', 'error.type'],
    buckets: SHORT,
  },
  'sandlot.audit.unsealed': {
    instrument: 'gauge',
    unit: '{record}',
    description:
      'Records of the audit log that wait to be sealed; counted up to 10,000',
    attributes: [],
  },
  'sandlot.audit.lag': {
    instrument: 'gauge',
    unit: 's',
    description:
      'How long the oldest of them waits; 0 without any. It grows where no key is configured',
    attributes: [],
  },
  'sandlot.audit.witness.behind': {
    instrument: 'gauge',
    unit: 's',
    description:
      'How long there has been a checkpoint that the witness does not have; 0 if it has all',
    attributes: ['sandlot.witness.name'],
  },
  'sandlot.audit.faults': {
    instrument: 'gauge',
    unit: '{fault}',
    description:
      'Faults that the check of the whole log found and that no clean pass has cleared; 0 without any',
    attributes: [],
  },
  'sandlot.database.reachable': {
    instrument: 'gauge',
    unit: '1',
    description: '1 if the database answered when it was asked for the queue',
    attributes: [],
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metricDefinitions;
