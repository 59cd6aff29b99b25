import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  DAY,
  HOUR,
  LEASE,
  LeasePortal,
  MINUTE,
  startLeasePortal,
} from '../testing/startLeasePortal';
import { HARBOR, refusal } from '../testing/startTemplatesPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SYSTEM = {
  ref: 'plugin:environments',
  kind: 'system',
  groups: [],
  authMethod: 'lease',
};

describe('LeaseSweep', () => {
  let knex: Knex;
  let portal: LeasePortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startLeasePortal(knex);
  });
  afterAll(async () => portal.stop());
  afterEach(() => portal.failNotifications(undefined));

  const titles = (id: string) =>
    portal
      .toldOf(id)
      .map(({ payload }) => payload.title.replace(/^e-\w+ /, ''));
  const rowOf = (id: string) => knex('environments').where({ id }).first();
  const recordsOf = async (id: string, action: string) =>
    (await portal.recordsOf(id)).filter(record => record.action === action);
  /** Hibernated since its lease has ended. */
  async function makeExpired() {
    const { id } = await portal.make();
    await portal.passUntil(id, 30 * MINUTE);
    await portal.pass(id, 30 * MINUTE);
    return portal.settled(id);
  }

  it('warns owner, members and whoever made it, once for each time before the end', async () => {
    const { id, name, lease } = await portal.make();
    expect(lease!.warnings.map(({ sentAt }) => sentAt)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await knex('environments')
      .where({ id })
      .update({
        members: JSON.stringify([
          { ref: 'user:default/milo', by: 'x', since: 'x' },
          { ref: 'user:default/dana', by: 'x', since: 'x' },
        ]),
      });
    await portal.passUntil(id, 2 * DAY + MINUTE);
    expect(portal.toldOf(id)).toEqual([]);

    await portal.pass(id, MINUTE);
    await portal.pass(id, DAY);
    expect(portal.toldOf(id)).toMatchObject([
      {
        recipients: {
          type: 'entity',
          entityRef: [HARBOR, 'user:default/dana', 'user:default/milo'],
        },
        payload: {
          title: expect.stringMatching(
            new RegExp(`^${name} hibernates on 20\\d\\d-.* UTC$`),
          ),
          description: expect.stringMatching(
            /can be restored for 7 days, and is deleted after that\. To keep it, extend its lease, until .* or with ops beyond/,
          ),
          link: `/environments/${id}`,
          scope: expect.stringMatching(`lease:${id}:expiry:.*:172800`),
        },
      },
    ]);
    await portal.passUntil(id, 2 * HOUR);
    await portal.passUntil(id, HOUR);
    await portal.passUntil(id, 30 * MINUTE);
    await portal.passUntil(id, MINUTE);
    expect(portal.toldOf(id)).toHaveLength(3);

    const environment = await portal.get(id);
    expect(environment).toMatchObject({ phase: 'Ready' });
    expect(environment.lease!.warnings).toEqual(
      [1, 2, 3].map(() => ({
        before: 'expiry',
        at: expect.any(String),
        sentAt: expect.any(String),
      })),
    );
    const warned = await recordsOf(id, 'environment.warn');
    expect(warned).toMatchObject(
      [2 * DAY, 2 * HOUR, 30 * MINUTE].map(leadSeconds => ({
        stage: 'observed',
        actor: SYSTEM,
        target: { name },
        parameters: {
          before: 'expiry',
          leadSeconds,
          recipients: [HARBOR, 'user:default/dana', 'user:default/milo'],
        },
      })),
    );
    expect(warned[0].authorization).toBeUndefined();
  });

  it('warns ops in the place of an owner whom the catalog has no longer', async () => {
    const { id } = await portal.make();
    await knex('environments')
      .where({ id })
      .update({
        owner_missing_since: new Date(),
        members: JSON.stringify([
          { ref: 'user:default/milo', by: 'x', since: new Date() },
        ]),
      });
    await portal.passUntil(id, DAY);
    const entityRef = [
      'group:default/platform-ops',
      'user:default/dana',
      'user:default/milo',
    ];
    expect(portal.toldOf(id)).toMatchObject([
      { recipients: { type: 'entity', entityRef } },
    ]);
    expect(await recordsOf(id, 'environment.warn')).toMatchObject([
      { parameters: { recipients: entityRef } },
    ]);
    // Once the owner is back it is them again.
    await knex('environments')
      .where({ id })
      .update({ owner_missing_since: null });
    await portal.passUntil(id, 2 * HOUR);
    expect(portal.toldOf(id).at(-1)).toMatchObject({
      recipients: { entityRef: [HARBOR, ...entityRef.slice(1)] },
    });
  });

  it('tells nothing to whoever made what was given to others since', async () => {
    const { id } = await portal.make();
    portal.catalog.put({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'team-orchard', namespace: 'default' },
      spec: { type: 'team', children: [] },
    });
    const orchard = 'group:default/team-orchard';
    const { operation } = await portal.request('dana', id, {
      kind: 'transfer',
      owner: orchard,
    });
    await portal.finished(operation.id);
    await portal.passUntil(id, 2 * HOUR);
    expect(portal.toldOf(id).at(-1)).toMatchObject({
      recipients: { type: 'entity', entityRef: [orchard] },
    });
    // As after one to which nobody agreed: nothing was given.
    await knex('operations')
      .where({ id: operation.id })
      .update({ state: 'Cancelled' });
    await portal.passUntil(id, 30 * MINUTE);
    expect(portal.toldOf(id).at(-1)).toMatchObject({
      recipients: { entityRef: [orchard, 'user:default/dana'] },
    });
  });

  it('gives only the nearest of the warnings that were missed, and none for an end that has moved', async () => {
    const { id } = await portal.make();
    await portal.passUntil(id, HOUR);
    expect(portal.toldOf(id)).toHaveLength(1);
    expect(portal.toldOf(id)[0].payload.scope).toMatch(/:7200$/);

    const { lease } = await portal.get(id);
    const until = new Date(Date.parse(lease!.expiresAt) + DAY * 1000);
    await portal.request('dana', id, {
      kind: 'extend',
      until: until.toISOString(),
    });
    await portal.pass(id, 31 * MINUTE);
    const [, second, ...rest] = portal.toldOf(id);
    expect(rest).toEqual([]);
    expect(second.payload.scope).toContain(':172800');
    expect((await portal.get(id)).lease!.warnings).toMatchObject([
      { sentAt: expect.any(String) },
      {},
      {},
    ]);
  });

  it('hibernates what has expired, and deletes it when nobody restored it', async () => {
    const { id, lease } = await portal.make();
    await portal.passUntil(id, 30 * MINUTE);
    await portal.pass(id, 29 * MINUTE);
    expect(await portal.get(id)).toMatchObject({ phase: 'Ready' });
    await portal.pass(id, MINUTE);
    const expired = await portal.settled(id);
    expect(expired).toMatchObject({
      phase: 'Hibernated',
      hibernation: { cause: 'lease', by: SYSTEM.ref },
      operation: {
        kind: 'hibernate',
        state: 'Succeeded',
        requestedBy: SYSTEM.ref,
        reason: expect.stringMatching(
          /^Its lease ended at 20[-\d]+ [:\d]+ UTC/,
        ),
      },
      allowed: { restore: true, extend: false, resume: false },
      lease: { deleteAt: expect.any(String), restoreSeconds: 7 * DAY },
    });
    expect(lease!.deleteAt).toBeUndefined();
    const [first] = await recordsOf(id, 'environment.expire');
    expect(first).toMatchObject({
      stage: 'observed',
      actor: SYSTEM,
      parameters: { deleteAt: expired.lease!.deleteAt },
      reason: expect.stringMatching('Its lease ended at 20'),
    });
    const asked = (await recordsOf(id, 'environment.hibernate'))[0];
    expect(asked).toMatchObject({ stage: 'requested', actor: SYSTEM });
    expect(asked.correlationId).toEqual(expect.any(String));

    // Nothing more of the expiry, and once more before the deletion.
    await portal.pass(id, DAY);
    const told = portal.toldOf(id).length;
    await portal.passUntil(id, 2 * DAY);
    await portal.passUntil(id, 2 * HOUR);
    await portal.passUntil(id, 30 * MINUTE);
    expect(portal.toldOf(id).slice(told)).toMatchObject(
      [2 * DAY, 2 * HOUR, 30 * MINUTE].map(lead => ({
        payload: {
          title: expect.stringMatching(/ is deleted on .* UTC$/),
          severity: 'high',
          scope: expect.stringMatching(`:deletion:.*:${lead}$`),
        },
      })),
    );
    await portal.pass(id, 29 * MINUTE);
    expect(await portal.get(id)).toMatchObject({ phase: 'Hibernated' });
    await portal.pass(id, MINUTE);
    expect(await portal.settled(id)).toMatchObject({
      phase: 'Deleted',
      operation: {
        kind: 'delete',
        reason: expect.stringMatching(
          /nobody restored it until 20[-\d]+ [:\d]+ UTC/,
        ),
      },
    });
    expect((await recordsOf(id, 'environment.delete'))[0]).toMatchObject({
      actor: SYSTEM,
      stage: 'requested',
      reason: expect.stringMatching(/nobody restored it until 20/),
    });
    await portal.pass(id, DAY);
    expect(portal.toldOf(id)).toHaveLength(told + 3);
  });

  it('only sets the time of the deletion for what hibernates already or has no namespace, and waits for what is under way', async () => {
    const [asleep, bare, busy, waiting] = await Promise.all(
      [1, 2, 3, 4].map(() => portal.make()),
    );
    const sleep = await portal.request('dana', asleep.id, {
      kind: 'hibernate',
    });
    await portal.finished(sleep.operation.id);
    await knex('environments')
      .where({ id: bare.id })
      .update({ phase: 'Failed', namespace_uid: null });
    await knex('environments')
      .where({ id: busy.id })
      .update({ phase: 'Updating' });
    await knex('environments')
      .where({ id: waiting.id })
      .update({ phase: 'Waiting' });
    for (const { id } of [asleep, bare, busy, waiting]) {
      await portal.passUntil(id, 30 * MINUTE);
      await portal.pass(id, 31 * MINUTE);
    }
    for (const { id, operation } of [sleep.environment, bare]) {
      const environment = await portal.get(id);
      expect(environment.lease!.deleteAt).toEqual(expect.any(String));
      // None was asked for.
      expect(environment.operation.id).toBe(
        id === asleep.id ? sleep.operation.id : operation.id,
      );
      expect(await recordsOf(id, 'environment.expire')).toHaveLength(1);
    }
    expect(titles(asleep.id)).toEqual([
      expect.stringMatching(/^The lease of .* ends on/),
    ]);
    expect((await portal.get(asleep.id)).hibernation).toMatchObject({
      cause: 'request',
      by: 'user:default/dana',
    });
    expect((await portal.get(busy.id)).lease).toMatchObject({
      postponed: { reason: 'It is Updating, which comes to its end first' },
    });
    expect((await portal.get(busy.id)).lease!.deleteAt).toBeUndefined();
    expect(await rowOf(waiting.id)).toMatchObject({ delete_at: null });
    expect(portal.toldOf(waiting.id)).toEqual([]);

    await knex('environments')
      .where({ id: busy.id })
      .update({ phase: 'Ready' });
    await portal.pass(busy.id, 0);
    expect(await portal.settled(busy.id)).toMatchObject({
      phase: 'Hibernated',
    });
  });

  it('moves an end away when people were told late, and says so', async () => {
    const { id } = await portal.make();
    await portal.passUntil(id, -HOUR);
    const [{ payload }] = portal.toldOf(id);
    const { lease, phase } = await portal.get(id);
    expect(phase).toBe('Ready');
    expect(lease!.postponed).toEqual({
      reason: 'People were told of it late, and have 30 minutes from then',
      until: expect.any(String),
    });
    // The end that it has now, not the one that has passed.
    expect(payload.title).toContain(
      lease!.postponed!.until!.slice(0, 16).replace('T', ' '),
    );
    await portal.pass(id, 29 * MINUTE);
    expect(await portal.get(id)).toMatchObject({ phase: 'Ready' });
    await portal.pass(id, MINUTE);
    expect(await portal.settled(id)).toMatchObject({ phase: 'Hibernated' });
    expect(portal.toldOf(id)).toHaveLength(1);
  });

  it('waits a day when nobody can be told, and no longer', async () => {
    portal.failNotifications(new Error('nobody there'));
    const { id } = await portal.make();
    await portal.passUntil(id, 0);
    expect((await portal.get(id)).lease).toMatchObject({
      postponed: { reason: 'Nobody was told of it yet, which comes first' },
    });
    await portal.pass(id, DAY - MINUTE);
    expect(await portal.get(id)).toMatchObject({ phase: 'Ready' });
    await portal.pass(id, MINUTE);
    expect(await portal.settled(id)).toMatchObject({
      phase: 'Hibernated',
      operation: {
        reason: expect.stringMatching(/for a day nobody could be told/),
      },
    });
    expect(await recordsOf(id, 'environment.warn')).toEqual([]);
    const [row] = await knex('lease_notices').where({ environment_id: id });
    expect(row).toMatchObject({ sent_at: null, tries: 3 });
  });

  it('tells people late rather than never', async () => {
    portal.failNotifications(new Error('nobody there'));
    const { id } = await portal.make();
    await portal.passUntil(id, 0);
    portal.failNotifications(undefined);
    await portal.pass(id, DAY);
    expect(portal.toldOf(id)).toHaveLength(1);
    expect(await portal.get(id)).toMatchObject({ phase: 'Ready' });
    await portal.pass(id, 30 * MINUTE);
    expect(await portal.settled(id)).toMatchObject({ phase: 'Hibernated' });
  });

  it('does nothing under legal hold, and tells people anew when that ends', async () => {
    const { id } = await portal.make();
    await portal.passUntil(id, 30 * MINUTE);
    await portal.as('ada').holdLegally(id, 'Case 7');
    await portal.pass(id, 2 * DAY);
    expect(await portal.get(id)).toMatchObject({
      phase: 'Ready',
      lease: { postponed: { reason: 'It is under legal hold' } },
    });
    expect(portal.toldOf(id)).toHaveLength(1);
    expect(await refusal(portal.as('dana').deleteEnvironment(id))).toMatch(
      /^409 .*legal hold/,
    );

    await portal.as('ada').endLegalHold(id, 'Case 7 is closed');
    await portal.pass(id, 0);
    expect(portal.toldOf(id)).toHaveLength(2);
    expect(await portal.get(id)).toMatchObject({ phase: 'Ready' });
    await portal.pass(id, 30 * MINUTE);
    expect(await portal.settled(id)).toMatchObject({ phase: 'Hibernated' });

    await portal.as('olu').holdLegally(id, 'Case 8');
    await portal.pass(id, 8 * DAY);
    expect(await portal.get(id)).toMatchObject({ phase: 'Hibernated' });
    await portal.as('olu').endLegalHold(id, 'Case 8 is closed');
    await portal.pass(id, 0);
    await portal.pass(id, 30 * MINUTE);
    expect(await portal.settled(id)).toMatchObject({ phase: 'Deleted' });
  });

  it('asks once more, an hour later, for a deletion that has failed', async () => {
    const { id } = await makeExpired();
    await portal.passUntil(id, 30 * MINUTE);
    await portal.pass(id, 30 * MINUTE);
    const { operation } = await portal.settled(id);
    await knex('environments').where({ id }).update({ phase: 'Failed' });
    await knex('operations')
      .where({ id: operation.id })
      .update({ state: 'Failed' });
    await portal.pass(id, 59 * MINUTE);
    expect((await portal.get(id)).operation.id).toBe(operation.id);
    await portal.pass(id, 2 * MINUTE);
    expect((await portal.get(id)).operation.id).not.toBe(operation.id);
    expect(await portal.settled(id)).toMatchObject({ phase: 'Deleted' });
  });

  it.each([-3600, 3600])(
    'goes by the clock of the database, when the backend’s is off by %i s',
    async seconds => {
      const early = await portal.make();
      await portal.passUntil(early.id, 45 * MINUTE);
      const ended = await portal.make();
      await portal.passUntil(ended.id, 30 * MINUTE);
      const told = portal.toldOf(early.id).length;
      // Only what says the time of day.
      jest.useFakeTimers({
        now: Date.now() + seconds * 1000,
        doNotFake: [
          'clearImmediate',
          'clearInterval',
          'clearTimeout',
          'hrtime',
          'nextTick',
          'performance',
          'queueMicrotask',
          'setImmediate',
          'setInterval',
          'setTimeout',
        ],
      });
      try {
        await portal.runTask('environments-leases');
        expect(portal.toldOf(early.id)).toHaveLength(told);
        expect(await rowOf(early.id)).toMatchObject({ delete_at: null });
        await portal.pass(ended.id, 30 * MINUTE);
      } finally {
        jest.useRealTimers();
      }
      const { rows } = await knex.raw(
        `select extract(epoch from delete_at - clock_timestamp())::int as left from environments where id = ?`,
        [ended.id],
      );
      expect(Math.abs(rows[0].left - LEASE)).toBeLessThan(5 * MINUTE);
      await portal.settled(ended.id);
    },
  );
});
