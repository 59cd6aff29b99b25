import { AuditRecord, auditActions } from '@sandlot/plugin-environments-common';
import { z } from 'zod';
import { toOcsf } from './toOcsf';

const record: AuditRecord = {
  eventId: '0197c0de-0000-7000-8000-000000000001',
  sequence: '7',
  index: '6',
  seal: 'sealed',
  time: '2026-11-29T12:00:00.123Z',
  correlationId: '0197c0de-0000-7000-8000-000000000002',
  stage: 'succeeded',
  outcome: 'success',
  action: 'environment.create',
  actor: {
    ref: 'user:default/dana',
    kind: 'user',
    groups: ['group:default/team-harbor'],
    authMethod: 'user',
  },
  authorization: {
    permission: 'environments.environment.create',
    decision: 'ALLOW',
    basis: 'Everybody may',
  },
  source: { address: '127.0.0.1', userAgent: 'curl' },
  target: { cluster: 'local', namespace: 'sbx-a', namespaceUid: 'u-1' },
  environmentId: '0197c0de-0000-7000-8000-000000000003',
  environmentName: 'a',
  template: {
    ref: 'environmenttemplate:default/shop',
    revision: `sha256:${'0'.repeat(64)}`,
  },
  parameters: { size: 'S' },
};

/** What the class API Activity requires, with the values that it allows. */
const apiActivity = z.object({
  activity_id: z.union([0, 1, 2, 3, 4, 99].map(id => z.literal(id))),
  actor: z.object({ user: z.object({ uid: z.string(), name: z.string() }) }),
  api: z.object({ operation: z.string() }),
  category_uid: z.literal(6),
  class_uid: z.literal(6003),
  metadata: z.object({
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    product: z.object({ name: z.string(), vendor_name: z.string() }),
  }),
  severity_id: z.union([0, 1, 2, 3, 4, 5, 6, 99].map(id => z.literal(id))),
  src_endpoint: z.union([
    z.object({ ip: z.string() }),
    z.object({ name: z.string() }),
  ]),
  status_id: z.union([0, 1, 2, 99].map(id => z.literal(id))),
  time: z.number().int(),
  type_uid: z.number().int(),
});

describe('toOcsf', () => {
  it.each(auditActions)('has what the class requires for %s', action => {
    for (const outcome of [
      'success',
      'failure',
      'denied',
      'pending',
      'unknown',
    ] as const) {
      const event = toOcsf({ ...record, action, outcome });
      expect(apiActivity.parse(event)).toBeDefined();
      expect(event.type_uid).toBe(600300 + event.activity_id);
    }
  });

  it('says who, by what right, where and what', () => {
    expect(toOcsf(record)).toMatchObject({
      activity_name: 'Create',
      status_id: 1,
      time: Date.parse(record.time),
      metadata: {
        uid: record.eventId,
        correlation_uid: record.correlationId,
        sequence: 6,
      },
      actor: {
        user: {
          uid: 'user:default/dana',
          groups: [{ name: 'group:default/team-harbor' }],
        },
        authorizations: [{ decision: 'ALLOW' }],
      },
      src_endpoint: { ip: '127.0.0.1' },
      http_request: { user_agent: 'curl' },
      resources: [
        { type: 'environment', uid: record.environmentId },
        { type: 'namespace', name: 'sbx-a', uid: 'u-1' },
        { type: 'cluster', name: 'local' },
        { type: 'template', version: `sha256:${'0'.repeat(64)}` },
      ],
      unmapped: { parameters: { size: 'S' } },
    });
  });

  it('takes a denial for a failure of high severity', () => {
    const event = toOcsf({
      ...record,
      stage: 'denied',
      outcome: 'denied',
      reason: 'You may not',
    });
    expect(event).toMatchObject({
      status_id: 2,
      severity_id: 4,
      status_code: 'denied',
      status_detail: 'You may not',
    });
  });
});
