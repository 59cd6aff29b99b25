import {
  KubernetesObject,
  LABEL_MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import { OwnControlPlane, startControlPlane } from '../testing/controlPlane';
import { policiesInForce } from '../testing/policiesInForce';
import { configMap, namespace, roleBinding } from './contract/manifests';
import {
  KubernetesConnection,
  KubernetesRequest,
} from './KubernetesConnection';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const MERGE = 'application/merge-patch+json';

/**
 * Had the portal's account every right that there is, by a mistake or a role that
 * somebody aggregates to it: what the policies keep from it then. On a control plane
 * of its own, since the right is given for real.
 */
describe('admission alone, for a portal that is cluster-admin', () => {
  jest.setTimeout(60_000);

  let plane: OwnControlPlane;
  let admin: KubernetesConnection;
  let portal: KubernetesConnection;
  let own: KubernetesObject;
  let foreign: KubernetesObject;

  const pathOf = ({ metadata }: KubernetesObject) =>
    `/api/v1/namespaces/${metadata.name}`;

  beforeAll(async () => {
    plane = await startControlPlane();
    admin = KubernetesConnection.fromKubeconfig({
      file: plane.adminKubeconfig,
    });
    portal = KubernetesConnection.fromKubeconfig({
      file: plane.portalKubeconfig,
    });
    await policiesInForce(admin);
    own = await make(portal, namespace());
    const strange = namespace();
    delete strange.metadata.labels;
    foreign = await make(admin, strange);
    // What is not there is not found, whatever policies say: the controllers make it.
    await found(`${pathOf(foreign)}/serviceaccounts/default`);
    await found(`${pathOf(foreign)}/configmaps/kube-root-ca.crt`);
    await admin.request({
      method: 'POST',
      path: `${RBAC}/clusterrolebindings`,
      body: {
        metadata: { name: 'portal-is-admin' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'cluster-admin',
        },
        subjects: [
          {
            kind: 'ServiceAccount',
            name: 'sandlot-portal',
            namespace: 'sandlot-system',
          },
        ],
      },
    });
    const isAdmin = () =>
      portal.request({ method: 'GET', path: '/api/v1/nodes' }).then(
        () => true,
        () => false,
      );
    while (!(await isAdmin()));
  }, 300_000);

  afterAll(async () => {
    await Promise.all([admin?.close(), portal?.close()]);
    await plane?.stop();
  });

  function make(as: KubernetesConnection, body: KubernetesObject) {
    return as.request<KubernetesObject>({
      method: 'POST',
      path: '/api/v1/namespaces',
      body,
    });
  }

  async function found(path: string): Promise<void> {
    const isThere = () =>
      admin.request({ method: 'GET', path }).then(
        () => true,
        () => false,
      );
    while (!(await isThere()));
  }

  const call = (
    method: KubernetesRequest['method'],
    path: string,
    body?: object,
  ) =>
    portal.request({
      method,
      path,
      body,
      ...(method === 'PATCH' && { contentType: MERGE }),
    });

  it('refuses each kind of object in foreign namespaces and in the system’s, Secrets and commands in pods among them', async () => {
    for (const home of [
      foreign.metadata.name,
      'kube-system',
      'sandlot-system',
    ]) {
      const path = `/api/v1/namespaces/${home}`;
      const named = { metadata: { name: 'escape' } };
      const attempts: [KubernetesRequest['method'], string, object?][] = [
        ['POST', `${path}/secrets`, named],
        ['POST', `${path}/configmaps`, configMap(home, 'escape')],
        [
          'POST',
          `${RBAC}/namespaces/${home}/rolebindings`,
          roleBinding(home, 'escape', 'cluster-admin'),
        ],
        [
          'POST',
          `${RBAC}/namespaces/${home}/roles`,
          {
            ...named,
            rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
          },
        ],
        ['POST', `${path}/serviceaccounts/default/token`, { spec: {} }],
        ['POST', `${path}/pods/any/exec?command=sh`],
        ['GET', `${path}/pods/any/attach`],
        ['POST', `${path}/pods/any/portforward`],
        ['GET', `${path}/services/any/proxy/`],
        ['DELETE', `${path}/configmaps/kube-root-ca.crt`],
      ];
      for (const [method, at, body] of attempts) {
        // Bindings and tokens are refused by two of them; either may be the one that is named.
        await expect(call(method, at, body)).rejects.toThrow(
          /ValidatingAdmissionPolicy 'sandlot-portal-/,
        );
      }
    }
  });

  it('refuses whatever has no namespace', async () => {
    const named = { metadata: { name: 'escape' } };
    const roleRef = {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'cluster-admin',
    };
    const attempts: [KubernetesRequest['method'], string, object?][] = [
      ['POST', `${RBAC}/clusterroles`, { ...named, rules: [] }],
      ['POST', `${RBAC}/clusterrolebindings`, { ...named, roleRef }],
      ['PATCH', `${RBAC}/clusterroles/sandlot-owner`, { rules: [] }],
      ['DELETE', `${RBAC}/clusterroles/sandlot-owner`],
      [
        'POST',
        '/apis/scheduling.k8s.io/v1/priorityclasses',
        { ...named, value: 1_000 },
      ],
      [
        'POST',
        '/apis/storage.k8s.io/v1/storageclasses',
        { ...named, provisioner: 'example.com/escape' },
      ],
      ['GET', '/api/v1/nodes/any/proxy/'],
      [
        'POST',
        '/api/v1/persistentvolumes',
        {
          ...named,
          spec: {
            capacity: { storage: '1Gi' },
            accessModes: ['ReadWriteOnce'],
            hostPath: { path: '/' },
          },
        },
      ],
    ];
    for (const [method, path, body] of attempts) {
      await expect(call(method, path, body)).rejects.toThrow(
        'the portal may touch nothing outside of namespaces',
      );
    }
  });

  it('refuses to change foreign namespaces and its own label, through status and finalize too', async () => {
    const label = { metadata: { labels: { [LABEL_MANAGED_BY]: 'sandlot' } } };
    const detach = { metadata: { labels: { [LABEL_MANAGED_BY]: null } } };
    const strange = 'the portal may only touch namespaces that carry';
    for (const subresource of ['', '/status']) {
      await expect(
        call('PATCH', `${pathOf(foreign)}${subresource}`, label),
      ).rejects.toThrow(strange);
      await expect(
        call('PATCH', `${pathOf(own)}${subresource}`, detach),
      ).rejects.toThrow(strange);
    }
    await expect(
      call('PUT', `${pathOf(foreign)}/finalize`, {
        ...foreign,
        spec: { finalizers: [] },
      }),
    ).rejects.toThrow(strange);
    await expect(call('DELETE', pathOf(foreign))).rejects.toThrow(strange);
  });

  it('refuses other roles, pods that are made and long tokens in its own namespaces', async () => {
    const home = own.metadata.name;
    await expect(
      call(
        'POST',
        `${RBAC}/namespaces/${home}/rolebindings`,
        roleBinding(home, 'escape', 'cluster-admin'),
      ),
    ).rejects.toThrow('the portal may only bind the ClusterRoles');
    await expect(
      call('POST', `${pathOf(own)}/pods/any/exec?command=sh`),
    ).rejects.toThrow('the portal may only try out pods as a dry run');
    const askForToken = (account: string, expirationSeconds: number) =>
      call('POST', `${pathOf(own)}/serviceaccounts/${account}/token`, {
        spec: { expirationSeconds },
      });
    await expect(askForToken('default', 600)).rejects.toThrow(
      'the portal may only make tokens of the service accounts of people',
    );
    const dana = 'sandlot-owner-dana-0123456789';
    await call('POST', `${pathOf(own)}/serviceaccounts`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: dana },
    });
    await expect(askForToken(dana, 86_400)).rejects.toThrow(
      'end within 28800 seconds',
    );
  });
});
