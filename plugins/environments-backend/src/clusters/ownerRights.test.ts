import { setTimeout as wait } from 'node:timers/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { getTestControlPlane } from '../testing/controlPlane';
import { KubernetesCluster } from './KubernetesCluster';
import { KubernetesConnection } from './KubernetesConnection';
import { namespace, roleBinding, serviceAccount } from './contract/manifests';

/** What comes with an owner's kubeconfig, and what `deploy/` keeps from it. */
describe("the owner's rights", () => {
  jest.setTimeout(60_000);

  let portal: KubernetesCluster;
  let owner: KubernetesConnection;
  let name: string;
  let uid: string;
  let folder = '';

  beforeAll(async () => {
    const { portalKubeconfig } = await getTestControlPlane();
    portal = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: portalKubeconfig,
    });
    const made = await portal.createNamespace(namespace());
    name = made.metadata.name;
    uid = made.metadata.uid!;
    await portal.apply(serviceAccount(name, 'sandlot-owner'));
    await portal.apply(roleBinding(name, 'sandlot-owner', 'sandlot-owner'));
    const { token } = await portal.createToken(name, 'sandlot-owner', 600);
    const { server, certificateAuthority } = portal.endpoint();
    folder = await mkdtemp(join(tmpdir(), 'sandlot-owner-'));
    const file = join(folder, 'kubeconfig');
    await writeFile(
      file,
      stringify({
        'current-context': 'owner',
        contexts: [{ name: 'owner', context: { cluster: 'c', user: 'u' } }],
        clusters: [
          {
            name: 'c',
            cluster: {
              server,
              'certificate-authority-data': Buffer.from(
                certificateAuthority!,
              ).toString('base64'),
            },
          },
        ],
        users: [{ name: 'u', user: { token } }],
      }),
      { mode: 0o600 },
    );
    owner = KubernetesConnection.fromKubeconfig({ file });
  }, 300_000);

  afterAll(async () => {
    await portal?.deleteNamespace(name, uid);
    await Promise.all([portal?.close(), owner?.close()]);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const create = (resource: string, body: object, dryRun = true) =>
    owner.request({
      method: 'POST',
      path: `${
        resource === 'ingresses' ? '/apis/networking.k8s.io/v1' : '/api/v1'
      }/namespaces/${name}/${resource}${dryRun ? '?dryRun=All' : ''}`,
      body,
    });
  const createSecret = (secret: object, dryRun?: boolean) =>
    create('secrets', secret, dryRun);

  /** A policy that was just applied takes a moment; a dry run leaves nothing. */
  async function refusalOf(attempt: () => Promise<unknown>) {
    for (;;) {
      try {
        await attempt();
      } catch (error) {
        return error;
      }
      await wait(100);
    }
  }

  it('makes ordinary Secrets, but none that holds a token without an end', async () => {
    await createSecret({
      metadata: { name: 'ordinary' },
      stringData: { key: 'value' },
    });
    const lasting = {
      metadata: {
        name: 'lasting',
        annotations: { 'kubernetes.io/service-account.name': 'sandlot-owner' },
      },
      type: 'kubernetes.io/service-account-token',
    };
    expect(await refusalOf(() => createSecret(lasting))).toMatchObject({
      message: expect.stringContaining('tokens without an end'),
    });
    await expect(createSecret(lasting, false)).rejects.toThrow();
  });

  const port = [{ port: 80 }];
  it.each([
    [
      'services',
      { ports: port, externalIPs: ['192.0.2.1'] },
      { ports: port },
      'externalIPs',
    ],
    [
      'services',
      { type: 'ExternalName', externalName: 'kubernetes.default.svc' },
      { ports: port },
      'ClusterIP',
    ],
    [
      'persistentvolumeclaims',
      { volumeName: 'left-behind', ...claim() },
      claim(),
      'a new volume',
    ],
    [
      'pods',
      { priorityClassName: 'system-cluster-critical', ...pod() },
      pod(),
      "the cluster's own",
    ],
  ])(
    'makes %s, but none that reaches beyond the environment (%j)',
    async (resource, reaching, ordinary, reason) => {
      const metadata = { name: 'attempt' };
      await create(resource, { metadata, spec: ordinary });
      const attempt = () => create(resource, { metadata, spec: reaching });
      expect(await refusalOf(attempt)).toMatchObject({
        message: expect.stringContaining(reason),
      });
    },
  );

  it('makes no token of its own', async () => {
    await expect(
      owner.request({
        method: 'POST',
        path: `/api/v1/namespaces/${name}/serviceaccounts/sandlot-owner/token`,
        body: { spec: { expirationSeconds: 31_536_000 } },
      }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

function claim() {
  return {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
  };
}

function pod() {
  return {
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'main',
        image: 'registry.example.com/image:1',
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  };
}
