import { TestDatabases } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { shopTemplate } from '../testing/shopTemplate';
import {
  DAY,
  HOUR,
  LEASE,
  LONGEST,
  LeasePortal,
  MINUTE,
  startLeasePortal,
} from '../testing/startLeasePortal';
import { refusal } from '../testing/startTemplatesPortal';
import { Person } from '../testing/startTestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

/** @param seconds - later than the end of its lease */
function afterEnd({ lease }: Environment, seconds: number): string {
  return new Date(Date.parse(lease!.expiresAt) + seconds * 1000).toISOString();
}

describe('requests about leases', () => {
  let knex: Knex;
  let portal: LeasePortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startLeasePortal(knex);
  });
  afterAll(async () => portal.stop());

  const extend = (person: Person, id: string, until: string, key?: string) =>
    portal.request(person, id, { kind: 'extend', until }, key);
  const restore = (person: Person, id: string, until: string) =>
    portal.request(person, id, { kind: 'restore', until });
  const lastRecord = async (id: string, action: string) =>
    (await portal.recordsOf(id))
      .filter(record => record.action === action)
      .at(-1);

  async function makeExpired(): Promise<Environment> {
    const { id } = await portal.make();
    await portal.passUntil(id, 30 * MINUTE);
    await portal.pass(id, 30 * MINUTE);
    const expired = await portal.settled(id);
    expect(expired).toMatchObject({ phase: 'Hibernated' });
    return expired;
  }

  it('begins with what the template gives', async () => {
    const { createdAt, lease, allowed } = await portal.make();
    const secondsTo = (time: string) =>
      Math.round((Date.parse(time) - Date.parse(createdAt)) / 1000);
    expect(secondsTo(lease!.expiresAt)).toBe(LEASE);
    expect(secondsTo(lease!.latest!)).toBe(LONGEST);
    expect(lease!.warnings.map(({ at }) => secondsTo(at))).toEqual([
      LEASE - 2 * DAY,
      LEASE - 2 * HOUR,
      LEASE - 30 * MINUTE,
    ]);
    expect(allowed).toMatchObject({ extend: true, restore: false });
  });

  it('is extended by its owner within what the template gave, by ops beyond that, and never shortened', async () => {
    const made = await portal.make();
    const { id } = made;
    const accepted = await extend('dana', id, afterEnd(made, DAY));
    expect(accepted).toMatchObject({
      environment: {
        phase: 'Ready',
        operation: { id: made.operation.id },
        lease: { expiresAt: afterEnd(made, DAY), latest: made.lease!.latest },
      },
      operation: {
        kind: 'extend',
        state: 'Succeeded',
        requestedBy: 'user:default/dana',
        end: { from: made.lease!.expiresAt, to: afterEnd(made, DAY) },
      },
    });
    expect(await lastRecord(id, 'environment.extend')).toMatchObject({
      stage: 'succeeded',
      operationId: accepted.operation.id,
    });

    const beyond = afterEnd(made, 8 * DAY);
    expect(await refusal(extend('dana', id, beyond))).toMatch(
      /^403 .*until: its template gives it until [-\d]+ [:\d]+ UTC; ask ops for more/,
    );
    expect(await lastRecord(id, 'environment.extend')).toMatchObject({
      stage: 'denied',
      actor: { ref: 'user:default/dana' },
      authorization: { decision: 'DENY' },
      reason: expect.stringMatching('ask ops for more'),
    });
    expect((await portal.get(id)).lease).toMatchObject({
      expiresAt: afterEnd(made, DAY),
    });
    expect(await extend('olu', id, beyond)).toMatchObject({
      environment: { lease: { expiresAt: beyond } },
    });
    // The report of the log tells of it by this.
    const records = await portal.recordsOf(id);
    expect(
      records.filter(
        ({ authorization }) =>
          authorization?.permission === 'environments.lease.override' &&
          authorization.decision === 'ALLOW',
      ),
    ).toMatchObject([
      { stage: 'authorized', actor: { ref: 'user:default/olu' } },
    ]);

    for (const person of ['dana', 'olu'] as const) {
      expect(await refusal(extend(person, id, afterEnd(made, 0)))).toMatch(
        /^400 .*expected a later time/,
      );
      expect(await refusal(extend(person, id, beyond))).toMatch(/^400/);
    }
    expect(await lastRecord(id, 'environment.extend')).toMatchObject({
      stage: 'failed',
      actor: { ref: 'user:default/olu' },
      reason: expect.stringMatching('Refused: '),
    });
    expect(
      await refusal(portal.request('olu', id, { kind: 'extend' })),
    ).toMatch(/^400 .*say until when/);
    expect(await refusal(extend('olu', id, afterEnd(made, 400 * DAY)))).toMatch(
      /^400 .*within 366 days/,
    );
    expect((await portal.get(id)).lease).toMatchObject({ expiresAt: beyond });
  });

  it('is one operation for one key, and none for a key of something else', async () => {
    const made = await portal.make();
    const key = uuid();
    const ask = (seconds: number) =>
      extend('dana', made.id, afterEnd(made, seconds), key);
    const [one, other] = await Promise.all([ask(HOUR), ask(HOUR)]);
    expect(other.operation.id).toBe(one.operation.id);
    expect((await ask(HOUR)).operation.id).toBe(one.operation.id);
    expect(await refusal(ask(2 * HOUR))).toMatch(/^409 .*new key/);
    expect(
      await knex('operations').where({
        environment_id: made.id,
        kind: 'extend',
      }),
    ).toHaveLength(1);
    expect((await portal.get(made.id)).lease).toMatchObject({
      expiresAt: afterEnd(made, HOUR),
    });
  });

  it('is extended while something else is under way, which goes on', async () => {
    const made = await portal.make();
    await knex('environments')
      .where({ id: made.id })
      .update({ phase: 'Updating' });
    const { epoch } = await knex('environments').where({ id: made.id }).first();
    expect(await extend('dana', made.id, afterEnd(made, HOUR))).toMatchObject({
      environment: {
        phase: 'Updating',
        operation: { id: made.operation.id },
        lease: { expiresAt: afterEnd(made, HOUR) },
      },
      operation: { state: 'Succeeded' },
    });
    expect(
      await knex('environments').where({ id: made.id }).first(),
    ).toMatchObject({ epoch, operation_id: made.operation.id });
  });

  it('has no end to extend where the template gives none', async () => {
    portal.catalog.put({
      ...shopTemplate(),
      metadata: { name: 'endless', title: 'Endless', namespace: 'default' },
    });
    await portal.readCatalog();
    const dana = portal.as('dana');
    const { ref, revision } = await dana.getTemplate({
      namespace: 'default',
      name: 'endless',
    });
    const { environment } = await dana.createEnvironment(
      {
        template: ref,
        revision,
        name: 'endless',
        owner: 'user:default/dana',
        parameters: {},
      },
      uuid(),
    );
    const { id } = environment;
    expect(environment.lease).toBeUndefined();
    expect((await portal.settled(id)).allowed).toMatchObject({
      extend: false,
    });
    expect(
      await refusal(
        extend('dana', id, new Date(Date.now() + 3_600_000).toISOString()),
      ),
    ).toMatch(/^400 .*has no end/);
  });

  it('is restored by its owner with a later end, and by no stranger', async () => {
    const expired = await makeExpired();
    const { id } = expired;
    expect(await refusal(extend('dana', id, afterEnd(expired, DAY)))).toMatch(
      /^409 .*restore it/,
    );
    expect(
      await refusal(portal.request('dana', id, { kind: 'resume' })),
    ).toMatch(/^409 .*restore it/);
    expect(await refusal(restore('milo', id, afterEnd(expired, DAY)))).toMatch(
      /^404/,
    );
    expect(
      await refusal(restore('dana', id, afterEnd(expired, 8 * DAY))),
    ).toMatch(/^403/);
    expect(await lastRecord(id, 'environment.restore')).toMatchObject({
      stage: 'denied',
      actor: { ref: 'user:default/dana' },
    });
    expect(await refusal(restore('dana', id, afterEnd(expired, 0)))).toMatch(
      /^400/,
    );
    const accepted = await restore('dana', id, afterEnd(expired, DAY));
    expect(accepted.operation).toMatchObject({ kind: 'restore' });
    await portal.finished(accepted.operation.id);
    const restored = await portal.get(id);
    expect(restored).toMatchObject({
      phase: 'Ready',
      lease: { expiresAt: afterEnd(expired, DAY) },
      allowed: { restore: false, extend: true },
    });
    expect(restored.lease!.deleteAt).toBeUndefined();

    // It expires again, after new warnings.
    const told = portal.toldOf(id).length;
    await portal.passUntil(id, 30 * MINUTE);
    await portal.pass(id, 30 * MINUTE);
    expect(await portal.settled(id)).toMatchObject({ phase: 'Hibernated' });
    expect(portal.toldOf(id).length).toBe(told + 1);
  });

  it('is for those who may see and manage it', async () => {
    const made = await portal.make();
    const { id } = made;
    const until = afterEnd(made, HOUR);
    expect(await refusal(extend('milo', id, until))).toMatch(/^404/);
    expect(await refusal(extend('ada', id, until))).toMatch(/^403/);
    expect(await lastRecord(id, 'environment.extend')).toMatchObject({
      stage: 'denied',
      actor: { ref: 'user:default/ada' },
    });
    const hold = (person: Person) =>
      refusal(portal.as(person).holdLegally(id, 'Case 7'));
    expect(await hold('milo')).toMatch(/^404/);
    expect(await hold('dana')).toMatch(/^403/);
    expect(await hold('ada')).toBe('accepted');
    expect(await hold('olu')).toBe('accepted');
    expect(await portal.get(id)).toMatchObject({
      legalHold: { by: 'user:default/olu', reason: 'Case 7' },
      allowed: { delete: false },
    });
    expect(await refusal(portal.as('dana').endLegalHold(id, 'Mine'))).toMatch(
      /^403/,
    );
    for (const person of ['dana', 'olu'] as const) {
      expect(await refusal(portal.as(person).deleteEnvironment(id))).toMatch(
        /^409 .*legal hold/,
      );
    }
    // A lease may be extended all the same.
    expect(await refusal(extend('dana', id, until))).toBe('accepted');
    await portal.as('ada').endLegalHold(id, 'Case 7 is closed');
    expect(
      await refusal(portal.as('ada').endLegalHold(id, 'Case 7 is closed')),
    ).toMatch(/^409 .*no legal hold/);
    expect(await lastRecord(id, 'environment.endLegalHold')).toMatchObject({
      stage: 'failed',
    });
    expect(await refusal(portal.as('dana').deleteEnvironment(id))).toBe(
      'accepted',
    );
  });

  it('stays as it was promised when the template gives less later, also after an upgrade to that', async () => {
    const made = await portal.make();
    const { id, template } = made;
    portal.catalog.put(
      shopTemplate({
        greeting: 'Hurry',
        spec: { lease: { default: '1h', maximum: '2h' } },
      }),
    );
    await portal.readCatalog();
    const dana = portal.as('dana');
    const { revision } = await dana.getTemplate({
      namespace: 'default',
      name: 'shop',
    });
    expect(revision).not.toBe(template.revision);
    await portal.pass(id, 0);
    const { agreement } = await dana.createUpgradePreview(id, { revision });
    const { operation } = await dana.createUpgrade(id, {
      revision,
      agreement: agreement!,
    });
    await portal.finished(operation.id);
    await portal.pass(id, 0);
    expect(await portal.get(id)).toMatchObject({
      phase: 'Ready',
      template: { revision },
      lease: {
        expiresAt: made.lease!.expiresAt,
        latest: made.lease!.latest,
      },
    });
    expect(portal.toldOf(id)).toEqual([]);
    expect(await refusal(extend('dana', id, made.lease!.latest!))).toBe(
      'accepted',
    );
    const { lease } = await portal.make();
    expect(lease!.warnings.map(({ before }) => before)).toEqual(['expiry']);
  });
});
