import { ClusterError } from '../clusters/ClusterError';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { KubernetesCluster } from '../clusters/KubernetesCluster';
import { Cluster } from '../clusters/Cluster';
import { WORKBENCH_NAMESPACE } from '../clusters/workbenchNamespace';
import { getTestControlPlane } from '../testing/controlPlane';
import { shippedTemplates } from '../testing/shippedTemplates';
import { dryRunObjects } from './dryRunObjects';
import { readDraft } from './readDraft';
import { renderRequest } from './renderRequest';

jest.setTimeout(600_000);

const info = { name: 'local', title: 'Local', reality: 'memory' } as const;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** What a template that ships makes with all of its add-ons, in the workbench's namespace. */
function manifestsOf(template: string) {
  const entities = shippedTemplates();
  const { good } = readDraft(
    JSON.stringify(entities.find(({ metadata }) => metadata.name === template)),
  ).check(ref =>
    entities.find(({ metadata }) => ref.endsWith(`/${metadata.name}`)),
  );
  return renderRequest(good!.template, good!.revision, {
    name: 'example',
    owner: 'user:default/olu',
    cluster: 'local',
    namespace: WORKBENCH_NAMESPACE,
    environmentId: NO_ID,
    requestId: NO_ID,
    parameters: {},
    addOns: (good!.template.spec.addOns ?? []).map(({ name }) => name),
  }).manifests;
}

const clusters: [string, () => Promise<Cluster>][] = [
  ['memory', async () => InMemoryCluster.create({ info })],
  [
    'a real API server',
    async () =>
      KubernetesCluster.fromKubeconfig({
        info,
        file: (await getTestControlPlane()).portalKubeconfig,
      }),
  ],
];

describe.each(clusters)('dry runs on %s', (_, start) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await start();
  });
  afterAll(async () => cluster.close());

  it.each(['team-sandbox', 'service-sandbox', 'database-sandbox'])(
    'takes what %s makes, and makes nothing',
    async template => {
      const manifests = manifestsOf(template);
      const { objects, problems } = await dryRunObjects(cluster, manifests);
      expect(problems).toEqual([]);
      expect(objects.filter(({ accepted }) => !accepted)).toEqual([]);
      expect(objects.map(({ kind }) => kind)).toEqual(
        manifests.map(({ kind }) => kind),
      );
      expect(
        await cluster.listInNamespace(WORKBENCH_NAMESPACE, {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
        }),
      ).toEqual([]);
    },
  );
});

describe('dry runs', () => {
  const cluster = () => InMemoryCluster.create({ info });

  it('answer with the words of the server, object by object', async () => {
    const twin = cluster();
    twin.faults.failNext(
      { method: 'dryRunApply', kind: 'ResourceQuota' },
      new ClusterError('Refused', 'hard: Required value', {
        status: 422,
        causes: [{ field: 'spec.hard', message: 'Required value' }],
      }),
    );
    const { objects } = await dryRunObjects(twin, manifestsOf('team-sandbox'));
    expect(objects.filter(({ accepted }) => !accepted)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        name: 'quota',
        accepted: false,
        message: 'hard: Required value',
        causes: [{ field: 'spec.hard', message: 'Required value' }],
      },
    ]);
  });

  it('are given up when the cluster does not answer', async () => {
    const twin = cluster();
    twin.faults.failNext(
      { method: 'dryRunApply' },
      new ClusterError('Unavailable', 'no answer'),
    );
    await expect(
      dryRunObjects(twin, manifestsOf('team-sandbox')),
    ).rejects.toThrow('no answer');
  });

  it('say what to apply where the namespace is missing', async () => {
    const twin = cluster();
    const home = (await twin.get({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: WORKBENCH_NAMESPACE,
    }))!;
    jest.spyOn(twin, 'get').mockResolvedValue(undefined);
    expect(home.metadata.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'sandlot',
    });
    expect(await dryRunObjects(twin, [])).toMatchObject({
      objects: [],
      problems: [{ expected: expect.stringContaining('portal-rbac.yaml') }],
    });
  });

  it('stop at a hundred objects, and say so', async () => {
    const [home] = manifestsOf('team-sandbox');
    const { objects, problems } = await dryRunObjects(
      cluster(),
      Array(101).fill(home),
    );
    expect(objects).toHaveLength(100);
    expect(problems[0].message).toContain('101 objects');
  });
});
