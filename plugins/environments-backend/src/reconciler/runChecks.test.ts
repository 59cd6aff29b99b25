import { TestDatabases } from '@backstage/backend-test-utils';
import { FrozenCheck } from '@sandlot/plugin-environments-node';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe("a template's own checks", () => {
  let cluster: InMemoryCluster;
  let engine: TwinEngine;

  beforeEach(async () => {
    engine = await createTwinEngine({
      knex: await databases.init('POSTGRES_18'),
    });
    cluster = engine.cluster;
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await engine.stop();
  });

  const read = async (environmentId: string) =>
    (await engine.store.environments.get(environmentId))!;

  const stageOf = async (operationId: string) =>
    (await engine.store.operations.get(operationId))!.stages.find(
      ({ name }) => name === 'checks',
    );

  const runningCheck = (change: Partial<FrozenCheck> = {}) =>
    engine.check('checked', {
      name: 'runs',
      that: 'object.status.availableReplicas >= parameters.replicas',
      message: 'Nothing runs yet.',
      schema: {
        type: 'object',
        properties: { replicas: { type: 'integer' } },
      },
      context: { parameters: { replicas: 1 } },
      ...change,
    });

  it('are waited for, and not Ready before', async () => {
    const { environmentId, operationId } = await engine.request('checked');
    await engine.freezeChecks(environmentId, [runningCheck()]);
    const phases = new Set<string>();
    const get = jest
      .spyOn(cluster, 'get')
      .mockImplementation(async reference => {
        if (reference.kind === 'Deployment') {
          phases.add((await read(environmentId)).phase);
        }
        return InMemoryCluster.prototype.get.call(cluster, reference);
      });
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Succeeded',
    });
    expect(get).toHaveBeenCalled();
    expect([...phases]).toEqual(['Provisioning']);
    expect(await stageOf(operationId)).toMatchObject({ state: 'Succeeded' });
    const { phase, conditions } = await read(environmentId);
    expect(phase).toBe('Ready');
    expect(conditions).toContainEqual(
      expect.objectContaining({
        type: 'ChecksPassed',
        status: 'True',
        message: 'Held on the cluster: runs',
      }),
    );
  });

  it('say what they wait for, fail when their time is over, and prove nothing twice', async () => {
    const { environmentId, operationId } = await engine.request('checked');
    await engine.freezeChecks(environmentId, [
      runningCheck(),
      runningCheck({
        name: 'never',
        that: 'object.status.unheard == true',
        message: 'It never will.',
        timeoutSeconds: 600,
      }),
    ]);
    const isAllowed = jest.spyOn(cluster, 'isAllowed');
    await engine.reconciler.run(operationId);
    expect(await stageOf(operationId)).toMatchObject({
      state: 'Running',
      message: expect.stringMatching(
        /^never: It never will\. \(1 of 2 checks hold; this one has \d+ s left\)$/,
      ),
    });
    const asked = isAllowed.mock.calls.length;

    await engine.ageStage(operationId, 'checks', 601);
    await engine.expireLease(operationId);
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Failed',
      failure: { reason: 'CheckFailed', message: 'never: It never will.' },
    });
    expect(isAllowed.mock.calls.length).toBe(asked);
    expect(await stageOf(operationId)).toMatchObject({ state: 'Failed' });
    const { phase, conditions } = await read(environmentId);
    expect(phase).toBe('Failed');
    expect(conditions).toContainEqual(
      expect.objectContaining({ type: 'ChecksPassed', status: 'False' }),
    );
  });
});
