import { TestDatabases } from '@backstage/backend-test-utils';
import { createTwinEngine } from '../testing/createTwinEngine';
import { findImpact } from './findImpact';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM = 'environmenttemplate:default/team-sandbox';

it('findImpact takes every live environment, also what sleeps or waits, and says how many are left out', async () => {
  const knex = await databases.init('POSTGRES_18');
  const engine = await createTwinEngine({ knex });
  const phases = ['Ready', 'Hibernated', 'Waiting', 'Resuming', 'Deleted'];
  const ids: Record<string, string> = {};
  for (const phase of phases) {
    const { environmentId } = await engine.request(
      phase.toLocaleLowerCase('en'),
      'team-sandbox',
    );
    ids[phase] = environmentId;
    await knex('environments').where({ id: environmentId }).update({ phase });
  }
  const [{ revision }] = await engine.store.templates.findOffers([TEAM]);
  const target = await engine.store.upgradeTargets.get(TEAM, revision!);
  const find = (most?: number) =>
    findImpact(engine.store, TEAM, target!.template, most);

  const { impact, leftOut } = await find();
  expect(impact.map(({ environment }) => environment.id)).toEqual([
    ids.Resuming,
    ids.Waiting,
    ids.Hibernated,
    ids.Ready,
  ]);
  expect(leftOut).toBe(0);
  const some = await find(3);
  expect(some.impact).toHaveLength(3);
  expect(some.leftOut).toBe(1);
  await engine.stop();
});
