import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { personAccountName } from '../access/personAccount';
import { getTestControlPlane } from '../testing/controlPlane';
import { KubernetesCluster } from './KubernetesCluster';
import { KubernetesConnection } from './KubernetesConnection';
import { namespace, roleBinding, serviceAccount } from './contract/manifests';
import { until } from '../testing/until';

const [DANA, MILO] = ['dana', 'milo'].map(name =>
  personAccountName('owner', `user:default/${name}`),
);

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
    await portal.apply(serviceAccount(name, DANA));
    await portal.apply(roleBinding(name, DANA, 'sandlot-owner'));
    await portal.apply(serviceAccount(name, MILO));
    const { token } = await portal.createToken(name, DANA, 600);
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
    return until(() =>
      attempt().then(
        () => undefined,
        (error: Error) => error,
      ),
    );
  }

  it('makes ordinary Secrets, but none that holds a token without an end', async () => {
    await createSecret({
      metadata: { name: 'ordinary' },
      stringData: { key: 'value' },
    });
    const lasting = {
      metadata: {
        name: 'lasting',
        annotations: { 'kubernetes.io/service-account.name': DANA },
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
    [
      'pods',
      { serviceAccountName: MILO, ...pod() },
      pod(),
      'as the service account of a person',
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

  it('gives no running pod a privileged container by way of ephemeral ones', async () => {
    const path = `/api/v1/namespaces/${name}/pods`;
    const body = { metadata: { name: 'running' }, spec: pod() };
    // Pods wait for their account.
    await until(() =>
      owner.request({ method: 'POST', path, body }).then(
        () => true,
        ({ message }) => {
          expect(message).toContain('error looking up service account');
          return false;
        },
      ),
    );
    const debug = (securityContext: object) =>
      owner.request({
        method: 'PATCH',
        path: `${path}/running/ephemeralcontainers?dryRun=All`,
        contentType: 'application/strategic-merge-patch+json',
        body: {
          spec: {
            ephemeralContainers: [
              { name: 'debug', image: 'registry.invalid/x:1', securityContext },
            ],
          },
        },
      });
    const { containers } = pod();
    await expect(debug({ privileged: true })).rejects.toThrow(
      'violates PodSecurity',
    );
    await debug(containers[0].securityContext);
  });

  it.each<['GET' | 'POST' | 'PATCH' | 'DELETE', string, object?]>([
    ['POST', '/api/v1/namespaces/kube-system/pods/any/exec?command=sh'],
    ['GET', '/api/v1/namespaces/kube-system/pods/any/attach'],
    ['POST', '/api/v1/namespaces/kube-system/pods/any/portforward'],
    ['GET', '/api/v1/namespaces/OWN/services/any/proxy/'],
    ['GET', '/api/v1/nodes/any/proxy/'],
    [
      'GET',
      '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication',
    ],
    ['PATCH', '/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt', {}],
    ['POST', '/api/v1/namespaces', { metadata: { generateName: 'x-' } }],
    ['DELETE', '/api/v1/namespaces/OWN'],
    ['PATCH', '/api/v1/namespaces/OWN/status', {}],
    [
      'POST',
      '/apis/rbac.authorization.k8s.io/v1/namespaces/OWN/rolebindings',
      {},
    ],
    ['POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/OWN/roles', {}],
    ['POST', '/apis/certificates.k8s.io/v1/certificatesigningrequests', {}],
    [
      'POST',
      '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
      {},
    ],
    ['POST', '/api/v1/namespaces/OWN/endpoints', {}],
    ['POST', '/apis/discovery.k8s.io/v1/namespaces/OWN/endpointslices', {}],
  ])('has no way out by %s %s', async (method, path, ...[body]) => {
    await expect(
      owner.request({
        method,
        path: path.replace('OWN', name),
        body,
        ...(method === 'PATCH' && {
          contentType: 'application/merge-patch+json',
        }),
      }),
    ).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining(`${DANA}" cannot`),
    });
  });

  it('makes no token of its own', async () => {
    await expect(
      owner.request({
        method: 'POST',
        path: `/api/v1/namespaces/${name}/serviceaccounts/${DANA}/token`,
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
