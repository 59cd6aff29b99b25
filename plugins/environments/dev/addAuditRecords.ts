import { AuditRecord } from '@sandlot/plugin-environments-common';
import { FakeEnvironmentsApi } from '../src/__testUtils__/FakeEnvironmentsApi';
import { DANA, OPS, TEAM, TEMPLATES } from '../src/__testUtils__/fixtures';

const PEOPLE = [DANA, 'user:default/milo', OPS];
const KINDS = ['Namespace', 'ResourceQuota', 'NetworkPolicy', 'Deployment'];
const DAYS = 30;
const REQUESTS = 90;

/** What a log looks like after a month, the newest last. */
export function addAuditRecords(api: FakeEnvironmentsApi) {
  const start = Date.now() - DAYS * 86_400_000;
  const records = Array.from({ length: REQUESTS }, (_, number) => {
    // More by day than by night, and at a few times very much.
    const share = (number + Math.sin(number) * 3) / REQUESTS;
    return request(number, start + Math.max(0, share) * DAYS * 86_400_000);
  })
    .flat()
    .sort((a, b) => a.time.localeCompare(b.time));
  api.records = [...api.records, ...records].map((record, index) => ({
    ...record,
    sequence: String(index + 1),
  }));
}

function request(number: number, at: number): AuditRecord[] {
  const person = PEOPLE[number % PEOPLE.length];
  const template = TEMPLATES[number % TEMPLATES.length];
  const name = `shop-${number}`;
  let step = 0;

  function record(changes: Partial<AuditRecord>): AuditRecord {
    step += 1;
    return {
      eventId: uuid(number, step),
      sequence: '0',
      time: new Date(at + step * 350).toISOString(),
      correlationId: uuid(number, 4000),
      stage: 'requested',
      outcome: 'pending',
      action: number % 4 === 3 ? 'environment.delete' : 'environment.create',
      actor: { ref: person, kind: 'user', groups: [TEAM], authMethod: 'oidc' },
      target: { cluster: 'local', namespace: `sbx-${name}` },
      environmentId: uuid(number, 5000),
      environmentName: name,
      template: { ref: template.ref, revision: template.revision },
      source: { address: '10.1.2.3', userAgent: 'Firefox' },
      ...changes,
    };
  }
  const basis =
    'Developers may create for a group that they belong to: group:default/team-harbor';
  if (number % 13 === 5) {
    return [
      record({
        stage: 'denied',
        outcome: 'denied',
        authorization: {
          permission: 'environments.environment.delete',
          decision: 'DENY',
          basis: 'Only owners and ops may delete',
        },
        reason: 'The caller owns neither the environment nor its group',
      }),
    ];
  }
  const portal = {
    ref: 'plugin:environments',
    kind: 'system' as const,
    groups: [],
    onBehalfOf: person,
    authMethod: 'none',
  };
  const isFailed = number % 17 === 9;
  return [
    record({ parameters: { size: 'M', image: 'nginx:1.29' } }),
    record({
      stage: 'authorized',
      authorization: {
        permission: 'environments.environment.create',
        decision: 'ALLOW',
        basis,
      },
    }),
    ...KINDS.flatMap(kind => {
      const object = {
        actor: portal,
        action: 'kubernetes.apply',
        attempt: 1,
        target: {
          cluster: 'local',
          namespace: `sbx-${name}`,
          namespaceUid: uuid(number, 6000),
          apiVersion: 'v1',
          kind,
          name,
        },
      };
      const isBroken = isFailed && kind === 'Deployment';
      return [
        record({ ...object, stage: 'attempt' }),
        record({
          ...object,
          stage: isBroken ? 'failed' : 'succeeded',
          outcome: isBroken ? 'failure' : 'success',
          reason: isBroken
            ? 'The cluster answered 403: exceeded quota'
            : undefined,
        }),
      ];
    }),
    record({
      stage: isFailed ? 'failed' : 'succeeded',
      outcome: isFailed ? 'failure' : 'success',
      objectsDigest: template.revision,
      reason: isFailed ? 'A workload was refused by the cluster' : undefined,
    }),
  ];
}

function uuid(number: number, step: number): string {
  const tail = String(number * 10_000 + step).padStart(12, '0');
  return `0192f1c0-0000-7000-9000-${tail}`;
}
