import { TestDatabases } from '@backstage/backend-test-utils';
import {
  RolloutPortal,
  inState,
  startRolloutPortal,
} from '../testing/startRolloutPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('members of a rollout that fail', () => {
  let portal: RolloutPortal;

  beforeEach(async () => {
    portal = await startRolloutPortal(await databases.init('POSTGRES_18'));
  });
  afterEach(async () => portal.stop());

  const olu = () => portal.as('olu');

  it('pause it, and are tried again at the end when somebody resumes it', async () => {
    await portal.makeShops(3);
    const revision = await portal.deliver({ greeting: 'Fails' });
    portal.refuseNext();
    const paused = await portal.until(
      await portal.rollOut(revision, {
        cohorts: [
          { name: 'first', percent: 30 },
          { name: 'rest', percent: 100 },
        ],
      }),
      inState('Paused'),
    );
    expect(paused.rollout).toMatchObject({
      reason: '1 environment could not be upgraded',
      cohorts: [{ failed: 1 }, { pending: 2 }],
    });
    expect(paused.members[0].message).toMatch(/no such luck/);
    const [failed] = paused.members;
    const { members } = await olu().resumeRollout(paused.rollout.id, {
      reason: 'it was the node',
    });
    expect(members.at(-1)).toMatchObject({
      environmentId: failed.environmentId,
      cohort: 'rest',
      message: expect.stringMatching(/^It failed before: .*no such luck/),
    });
    const done = await portal.until(paused, inState('Completed'));
    expect(done.rollout.cohorts).toMatchObject([
      { failed: 0, succeeded: 0 },
      { failed: 0, succeeded: 3 },
    ]);
    expect(done.members.map(({ message }) => message)).toEqual(
      Array(3).fill(undefined),
    );
    const { items } = await portal
      .as('ada')
      .listAuditRecords({ action: 'rollout.resume', limit: 5 });
    expect(items).toMatchObject([
      {
        reason: 'it was the node',
        parameters: { retried: [failed.environmentId] },
      },
    ]);
  });

  it('do not keep it from its end though they fail each time', async () => {
    await portal.makeShops(2);
    const revision = await portal.deliver({ greeting: 'Never' });
    portal.refuseNext();
    const paused = await portal.until(
      await portal.rollOut(revision, {
        cohorts: [
          { name: 'first', percent: 50 },
          { name: 'rest', percent: 100 },
        ],
      }),
      inState('Paused'),
    );
    const [{ environmentId }, other] = paused.members;
    await portal
      .as('dana')
      .holdEnvironment(other.environmentId, { reason: 'a demo' });
    portal.refuseNext();
    await olu().resumeRollout(paused.rollout.id, { reason: 'once more' });
    const done = await portal.until(paused, inState('Completed'));
    expect(done.members).toMatchObject([
      { environmentId: other.environmentId, state: 'Held' },
      { environmentId, state: 'Failed' },
    ]);
  });

  it('are taken by the next rollout', async () => {
    await portal.makeShops(1);
    const revision = await portal.deliver({ greeting: 'Again' });
    portal.refuseNext();
    const failed = await portal.until(
      await portal.rollOut(revision),
      inState('Completed'),
    );
    expect(failed.members).toMatchObject([{ state: 'Failed' }]);
    const done = await portal.until(
      await portal.rollOut(revision),
      inState('Completed'),
    );
    expect(done.members).toMatchObject([{ state: 'Succeeded' }]);
    expect((await olu().listRollouts()).items).toMatchObject([
      { title: 'Shop', cohorts: [{ succeeded: 1, failed: 0 }] },
      { title: 'Shop', cohorts: [{ succeeded: 0, failed: 1 }] },
    ]);
  });
});
