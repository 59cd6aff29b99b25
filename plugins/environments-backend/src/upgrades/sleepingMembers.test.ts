import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import {
  RolloutPortal,
  inState,
  startRolloutPortal,
} from '../testing/startRolloutPortal';
import { splitIntoCohorts } from './splitIntoCohorts';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const COHORTS = [
  { name: 'canary', percent: 30 },
  { name: 'rest', percent: 100 },
];

describe('members of a rollout that are asleep', () => {
  let knex: Knex;
  let portal: RolloutPortal;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startRolloutPortal(knex);
  });
  afterEach(async () => portal.stop());

  async function change(id: string, kind: 'hibernate' | 'resume') {
    const { operation } = await portal
      .as('dana')
      .createOperation(id, { kind }, uuid());
    await portal.succeeded(operation);
  }

  it('hold up nobody, and have their turn when they wake up', async () => {
    const shops = await portal.makeShops(3);
    const ids = shops.map(({ id }) => id);
    const [{ environmentId: canary }] = splitIntoCohorts(ids, COHORTS);
    await change(canary, 'hibernate');
    const revision = await portal.deliver({ greeting: 'Night' });
    const between = await portal.until(
      await portal.rollOut(revision, {
        cohorts: COHORTS,
        waitBetweenCohorts: true,
      }),
      inState('Paused'),
    );
    expect(between.rollout).toMatchObject({
      reason: 'Cohort canary is done, 1 asleep left for later; resume for rest',
      cohorts: [{ pending: 1 }, { pending: 2 }],
    });
    await portal
      .as('olu')
      .resumeRollout(between.rollout.id, { reason: 'go on' });
    const rest = await portal.until(
      between,
      ({ rollout }) => rollout.cohorts[1].succeeded === 2,
    );
    expect(rest.rollout.state).toBe('Running');
    expect(rest.members[0]).toMatchObject({
      environmentId: canary,
      state: 'Pending',
      message: 'Waits until it is Ready, it is Hibernated',
    });

    await change(canary, 'resume');
    await portal.runTask('environments-rollouts');
    const done = await portal.until(between, inState('Completed'));
    expect(done.rollout.cohorts).toMatchObject([
      { succeeded: 1 },
      { succeeded: 2 },
    ]);
  });

  it('are also those that wait for somebody to agree to them', async () => {
    const shops = await portal.makeShops(2);
    const ids = shops.map(({ id }) => id);
    const [{ environmentId: canary }] = splitIntoCohorts(ids, COHORTS);
    await knex('environments')
      .where({ id: canary })
      .update({ phase: 'AwaitingApproval' });
    const revision = await portal.deliver({ greeting: 'Agreed' });
    const { rollout } = await portal.until(
      await portal.rollOut(revision, { cohorts: COHORTS }),
      one => one.rollout.cohorts[1].succeeded === 1,
    );
    expect(rollout).toMatchObject({
      state: 'Running',
      cohorts: [{ pending: 1 }, { succeeded: 1 }],
    });
  });

  it('are settled by a hold, as others are', async () => {
    const [shop] = await portal.makeShops(1);
    await change(shop.id, 'hibernate');
    await portal.as('dana').holdEnvironment(shop.id, { reason: 'a demo' });
    const revision = await portal.deliver({ greeting: 'Held' });
    const done = await portal.until(
      await portal.rollOut(revision),
      inState('Completed'),
    );
    expect(done.members).toMatchObject([{ state: 'Held' }]);
  });
});
