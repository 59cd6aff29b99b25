import { TestDatabases } from '@backstage/backend-test-utils';
import { v7 as uuidv7 } from 'uuid';
import { createModelEngine } from '../model/createModelEngine';
import { OWNERS } from '../model/people';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

it('counts no place for who is deleted while waiting for one', async () => {
  const engine = await createModelEngine(await databases.init('POSTGRES_18'));
  const { environments, template, revisions, newCaller } = engine;
  const create = async (owner: string, name: string) => {
    const { environment } = await environments.create(
      newCaller(),
      { template, revision: revisions[0], owner, name, parameters: {} },
      uuidv7(),
    );
    return environment;
  };
  try {
    await engine.begin();
    await create(OWNERS[0], 'first');
    await create(OWNERS[0], 'second');
    const third = await create(OWNERS[1], 'third');
    expect(third.phase).toBe('Waiting');
    const { environment } = await environments.delete(newCaller(), third.id);
    expect(environment.phase).toBe('Deleting');

    const [cluster] = await environments.listClusters();
    expect(cluster.limit).toEqual({ used: 2, maximum: 2 });
  } finally {
    await engine.stop();
  }
});
