import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Clusters } from '../clusters/Clusters';
import { deploymentSpec } from '../clusters/contract/manifests';
import { DriftSweep } from '../drift/DriftSweep';
import { RealEngine, createRealEngine } from '../testing/createRealEngine';
import { shopTemplate } from '../testing/shopTemplate';
import { createTestCatalog } from '../testing/testCatalog';
import { until } from '../testing/until';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('hibernation on a real control plane', () => {
  let engine: RealEngine;
  let cluster: RealEngine['cluster'];
  let admin: RealEngine['admin'];

  beforeAll(async () => {
    engine = await createRealEngine({
      knex: await databases.init('POSTGRES_18'),
      catalog: createTestCatalog([shopTemplate({ replicas: 2 })]),
    });
    ({ cluster, admin } = engine);
  }, 300_000);
  afterAll(() => engine?.stop());

  it('puts to sleep what the portal and what others made, by the rights that it has, and brings it back without drift', async () => {
    const { environmentId, operationId } = await engine.request(
      'sleepy',
      'shop',
    );
    await engine.finish(operationId);
    const { namespace } = (await engine.store.environments.get(environmentId))!;
    const { selector, template } = deploymentSpec();
    const make = (path: string, name: string, spec: object) =>
      admin.request({
        method: 'POST',
        path: path.replace('*', `namespaces/${namespace}`),
        body: { metadata: { name }, spec },
      });
    const own = { app: 'own' };
    const ofOwn = {
      selector: { matchLabels: own },
      template: { ...template, metadata: { labels: own } },
    };
    await make('/apis/apps/v1/*/replicasets', 'own', { ...ofOwn, replicas: 1 });
    await make('/apis/batch/v1/*/cronjobs', 'nightly', {
      schedule: '0 3 * * *',
      jobTemplate: {
        spec: {
          template: { spec: { ...template.spec, restartPolicy: 'Never' } },
        },
      },
    });
    await make('/api/v1/*/pods', 'shell', template.spec);
    await make('/apis/apps/v1/*/daemonsets', 'agent', { selector, template });
    const pods = async () =>
      (
        await cluster.listInNamespace(namespace, {
          apiVersion: 'v1',
          kind: 'Pod',
        })
      ).filter(({ metadata }) => !metadata.deletionTimestamp);
    const haveBecome = (count: number) =>
      until(async () => (await pods()).length === count);
    // Two of `web`, one of `own`, `shell`, and the agent's on each of two nodes.
    const awake = 6;
    await haveBecome(awake);

    const hibernateId = await engine.ask(environmentId, 'hibernate');
    const hibernated = await engine.finish(hibernateId);
    expect(hibernated).toMatchObject({ state: 'Succeeded' });
    const { message } = hibernated.stages.find(({ name }) => name === 'scale')!;
    expect(message).toMatch(
      /^Its workloads are scaled to zero; goes on running/,
    );
    expect(message).toContain('Pod shell');
    expect(message).toContain('DaemonSet agent');
    await haveBecome(awake - 3);
    const { hibernation, phase } = (await engine.store.environments.get(
      environmentId,
    ))!;
    expect(phase).toBe('Hibernated');
    expect(hibernation!.sizes).toMatchObject([
      { kind: 'Deployment', name: 'web', replicas: 2 },
      { kind: 'ReplicaSet', name: 'own', replicas: 1 },
      { kind: 'CronJob', name: 'nightly', suspend: false },
    ]);

    const resumeId = await engine.ask(environmentId, 'resume');
    expect(await engine.finish(resumeId)).toMatchObject({ state: 'Succeeded' });
    await haveBecome(awake);
    const sweep = new DriftSweep({
      store: engine.store,
      clusters: Clusters.create([cluster]),
      logger: mockServices.logger.mock(),
    });
    expect(await sweep.run()).toBe(true);
    await sweep.stop();
    expect(await engine.store.drifts.of(environmentId)).toEqual([]);
    await engine.finish(await engine.requestDeletion(environmentId));
  });
});
