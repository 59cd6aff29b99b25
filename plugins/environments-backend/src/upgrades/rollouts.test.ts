import { TestDatabases } from '@backstage/backend-test-utils';
import { RolloutRequest } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { deliverRevision } from '../testing/deliverRevision';
import { shopTemplate } from '../testing/shopTemplate';
import {
  RolloutPortal,
  inState,
  startRolloutPortal,
} from '../testing/startRolloutPortal';
import { SHOP } from '../testing/startShopPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('rollouts over HTTP', () => {
  let knex: Knex;
  let portal: RolloutPortal;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startRolloutPortal(knex);
  });
  afterEach(async () => portal.stop());

  const olu = () => portal.as('olu');

  it('upgrades all, cohort by cohort, in the name of who asked for it', async () => {
    const shops = await portal.makeShops(5);
    const revision = await portal.deliver({ greeting: 'All' });
    const created = await portal.rollOut(revision, {
      cohorts: [
        { name: 'first', percent: 20 },
        { name: 'rest', percent: 100 },
      ],
      waitBetweenCohorts: true,
    });
    expect(created.rollout).toMatchObject({
      template: SHOP,
      title: 'Shop',
      revision,
      createdBy: 'user:default/olu',
      cohorts: [
        { name: 'first', percent: 20 },
        { name: 'rest', percent: 100 },
      ],
    });
    expect(created.members.map(({ cohort }) => cohort)).toEqual([
      'first',
      'rest',
      'rest',
      'rest',
      'rest',
    ]);
    const between = await portal.until(created, inState('Paused'));
    expect(between.rollout).toMatchObject({
      reason: expect.stringMatching(/Cohort first is done/),
      cohorts: [
        { succeeded: 1, pending: 0 },
        { succeeded: 0, pending: 4 },
      ],
    });
    await olu().resumeRollout(created.rollout.id, { reason: 'looks good' });
    const done = await portal.until(created, inState('Completed'));
    expect(done.rollout.cohorts[1]).toMatchObject({ succeeded: 4 });
    for (const shop of shops) {
      const operations = await olu().listOperations(shop.id);
      expect(operations.items).toHaveLength(2);
      expect(operations.items[0]).toMatchObject({
        kind: 'upgrade',
        state: 'Succeeded',
        requestedBy: 'user:default/olu',
        rolloutId: created.rollout.id,
      });
      expect(await portal.recordsOf(shop.id)).toContainEqual(
        expect.objectContaining({
          action: 'environment.upgrade',
          stage: 'authorized',
          authorization: expect.objectContaining({
            permission: 'environments.template.manage',
            basis: expect.stringContaining(
              `part of rollout ${created.rollout.id}`,
            ),
          }),
        }),
      );
    }
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ template: SHOP, limit: 200 });
    expect(
      items
        .filter(({ action }) => action.startsWith('rollout.'))
        .map(({ action, stage }) => `${action} ${stage}`),
    ).toEqual([
      'rollout.complete observed',
      'rollout.resume succeeded',
      'rollout.pause observed',
      'rollout.create succeeded',
    ]);
  });

  it('leaves alone what is held at that moment, deleted or there already', async () => {
    const [held, deleted, there, draft, other] = await portal.makeShops(5);
    const revision = await portal.deliver({ greeting: 'Some' });
    await portal
      .as('dana')
      .holdEnvironment(held.id, { reason: 'a demo for the board' });
    await portal.succeeded(
      (
        await portal.upgrade(there.id, revision)
      ).operation,
    );
    await knex('environments').where({ id: draft.id }).update({ draft: true });
    const first = await portal.as('dana').deleteEnvironment(deleted.id);
    await portal.succeeded(first.operation);

    const done = await portal.until(
      await portal.rollOut(revision),
      inState('Completed'),
    );
    expect(
      Object.fromEntries(
        done.members.map(({ environmentId, state }) => [environmentId, state]),
      ),
    ).toEqual({ [held.id]: 'Held', [other.id]: 'Succeeded' });
    expect(done.members.find(({ state }) => state === 'Held')!.message).toMatch(
      /a demo for the board/,
    );
    expect((await olu().getEnvironment(held.id)).template.revision).toBe(
      held.template.revision,
    );
  });

  it('counts a hold that has run out for none', async () => {
    const [shop] = await portal.makeShops(1);
    await knex('environments')
      .where({ id: shop.id })
      .update({
        hold: JSON.stringify({
          by: 'user:default/dana',
          reason: 'until yesterday',
          since: '2026-01-01T00:00:00.000Z',
          until: '2026-01-02T00:00:00.000Z',
        }),
      });
    const revision = await portal.deliver({ greeting: 'Late' });
    const done = await portal.until(
      await portal.rollOut(revision),
      inState('Completed'),
    );
    expect(done.members).toMatchObject([{ state: 'Succeeded' }]);
  });

  it('skips what does not fit, and says why', async () => {
    await portal.makeShops(1);
    const revision = await portal.deliver({
      spec: {
        parameters: {
          type: 'object',
          required: ['color'],
          properties: {
            tier: { type: 'string', default: 'small' },
            color: { type: 'string' },
          },
        },
      },
    });
    const done = await portal.until(
      await portal.rollOut(revision),
      inState('Completed'),
    );
    expect(done.members).toMatchObject([
      { state: 'Skipped', message: '/parameters/color: missing' },
    ]);
  });

  it('stops when the revision is halted, and when it is cancelled', async () => {
    await portal.makeShops(2);
    const revision = await portal.deliver({ greeting: 'Stop' });
    const cohorts = [
      { name: 'first', percent: 50 },
      { name: 'rest', percent: 100 },
    ];
    const created = await portal.rollOut(revision, {
      cohorts,
      waitBetweenCohorts: true,
    });
    await portal.until(created, inState('Paused'));
    await knex('template_revisions').where({ digest: revision }).update({
      halted_at: new Date(),
      halted_by: 'user:default/olu',
      halt_reason: 'it burns',
    });
    const { id } = created.rollout;
    await expect(
      olu().resumeRollout(id, { reason: 'let us see' }),
    ).rejects.toMatchObject({ statusCode: 409 });
    const cancelled = await olu().cancelRollout(id, { reason: 'it burns' });
    expect(cancelled.rollout).toMatchObject({
      state: 'Cancelled',
      reason: 'user:default/olu: it burns',
      finishedAt: expect.any(String),
    });
    await expect(
      olu().pauseRollout(id, { reason: 'too late' }),
    ).rejects.toMatchObject({ statusCode: 409 });
    await expect(portal.rollOut(revision)).rejects.toMatchObject({
      statusCode: 409,
    });
  });

  const inTwo = {
    cohorts: [
      { name: 'first', percent: 50 },
      { name: 'rest', percent: 100 },
    ],
  };

  it('pauses by itself when the revision is halted while it runs', async () => {
    await portal.makeShops(2);
    const revision = await portal.deliver({ greeting: 'Burns' });
    const held = portal.twin.faults.holdNext({
      method: 'apply',
      kind: 'Deployment',
    });
    const created = await portal.rollOut(revision, inTwo);
    await held.reached;
    await knex('template_revisions').where({ digest: revision }).update({
      halted_at: new Date(),
      halted_by: 'user:default/olu',
      halt_reason: 'it burns',
    });
    held.release();
    const paused = await portal.until(created, inState('Paused'));
    expect(paused.rollout).toMatchObject({
      reason: 'The revision is halted: it burns',
      cohorts: [{ succeeded: 1 }, { pending: 1 }],
    });
  });

  it('does not put back what somebody has upgraded since, nor touch what became a draft', async () => {
    await portal.makeShops(3);
    const revision = await portal.deliver({ greeting: 'Five' });
    const created = await portal.rollOut(revision, {
      cohorts: [
        { name: 'first', percent: 10 },
        { name: 'rest', percent: 100 },
      ],
      waitBetweenCohorts: true,
    });
    const between = await portal.until(created, inState('Paused'));
    const [byHand, draft] = between.members.filter(
      ({ state }) => state === 'Pending',
    );
    const newer = await portal.deliver({ greeting: 'Six' });
    await portal.succeeded(
      (
        await portal.upgrade(byHand.environmentId, newer)
      ).operation,
    );
    await knex('environments')
      .where({ id: draft.environmentId })
      .update({ draft: true });
    await olu().resumeRollout(created.rollout.id, { reason: 'go on' });
    const done = await portal.until(created, inState('Completed'));
    expect(done.members.slice(1)).toMatchObject([
      { state: 'Skipped', message: expect.stringMatching(/Somebody/) },
      { state: 'Skipped', message: expect.stringMatching(/trial of a draft/) },
    ]);
    const { template } = await olu().getEnvironment(byHand.environmentId);
    expect(template.revision).toBe(newer);
  });

  it('passes over those that can not be upgraded now, and says what they wait for', async () => {
    const shops = await portal.makeShops(8);
    const revision = await portal.deliver({ greeting: 'Pass' });
    const ids = shops.map(({ id }) => id);
    const [gone, ready, ...busy] = ids;
    await knex('environments').where({ id: gone }).update({ cluster: 'gone' });
    const setPhase = (phase: string) =>
      knex('environments').whereIn('id', busy).update({ phase });
    await setPhase('Provisioning');
    const created = await portal.rollOut(revision);
    const passed = await portal.until(
      created,
      ({ members }) =>
        members.some(({ state }) => state === 'Succeeded') &&
        members.filter(({ message }) => message).length === 7,
    );
    const of = (id: string) =>
      passed.members.find(({ environmentId }) => environmentId === id);
    expect(of(ready)).toMatchObject({ state: 'Succeeded' });
    expect(of(gone)).toMatchObject({
      state: 'Skipped',
      message: expect.stringMatching(/There is no cluster "gone"/),
    });
    expect(of(busy[0])).toMatchObject({
      state: 'Pending',
      message: 'Waits until it is Ready, it is Provisioning',
    });
    await setPhase('Ready');
    await portal.runTask('environments-rollouts');
    const done = await portal.until(created, inState('Completed'));
    expect(done.rollout.cohorts).toMatchObject([{ succeeded: 7, skipped: 1 }]);
  });

  it('is of nothing that is a draft or withdrawn', async () => {
    await portal.makeShops(1);
    const revision = await portal.deliver({ greeting: 'Withdrawn' });
    const pasted = await deliverRevision(
      knex,
      shopTemplate({ greeting: 'Pasted' }),
      'workbench',
    );
    await expect(portal.rollOut(pasted)).rejects.toMatchObject({
      statusCode: 400,
    });
    await knex('templates').where({ ref: SHOP }).update({ state: 'withdrawn' });
    await expect(portal.rollOut(revision)).rejects.toMatchObject({
      statusCode: 409,
    });
  });

  it('is one at a time for a template, and one for a key', async () => {
    await portal.makeShops(1);
    const revision = await portal.deliver({ greeting: 'Key' });
    const held = portal.twin.faults.holdNext({ method: 'dryRunApply' });
    const request: RolloutRequest = {
      template: SHOP,
      revision,
      cohorts: [{ name: 'all', percent: 100 }],
      pauseAfterFailures: 1,
      waitBetweenCohorts: false,
    };
    const one = await olu().createRollout(request, 'the-same-key');
    const again = await olu().createRollout(request, 'the-same-key');
    expect(again.rollout.id).toBe(one.rollout.id);
    await expect(
      olu().createRollout(
        { ...request, pauseAfterFailures: 2 },
        'the-same-key',
      ),
    ).rejects.toMatchObject({ statusCode: 409 });
    await expect(
      olu().createRollout(request, 'another-key'),
    ).rejects.toMatchObject({ statusCode: 409 });
    await expect(
      portal.rollOut(revision, { cohorts: [{ name: 'some', percent: 50 }] }),
    ).rejects.toMatchObject({ statusCode: 400 });
    held.release();
    await portal.until(one, inState('Completed'));
  });

  it('is for ops; auditors look on, others are refused, and that is recorded', async () => {
    await portal.makeShops(1);
    const revision = await portal.deliver({ greeting: 'Ops' });
    const done = await portal.until(
      await portal.rollOut(revision),
      inState('Completed'),
    );
    const { id } = done.rollout;
    expect((await portal.as('ada').listRollouts()).items).toHaveLength(1);
    const body = { reason: 'because' };
    const request: RolloutRequest = {
      template: SHOP,
      revision,
      cohorts: [{ name: 'all', percent: 100 }],
      pauseAfterFailures: 1,
      waitBetweenCohorts: false,
    };
    for (const person of ['dana', 'ada'] as const) {
      const other = portal.as(person);
      for (const refused of [
        () => other.createRollout(request, 'key-of-mine'),
        () => other.pauseRollout(id, body),
        () => other.resumeRollout(id, body),
        () => other.cancelRollout(id, body),
      ]) {
        await expect(refused()).rejects.toMatchObject({ statusCode: 403 });
      }
    }
    await expect(portal.as('dana').listRollouts()).rejects.toMatchObject({
      statusCode: 403,
    });
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ stage: 'denied', limit: 50 });
    expect(
      items.filter(({ action }) => action.startsWith('rollout.')),
    ).toHaveLength(8);
  });
});
