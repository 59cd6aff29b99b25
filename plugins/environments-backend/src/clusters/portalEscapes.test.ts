import { randomUUID } from 'node:crypto';
import {
  KubernetesObject,
  LABEL_MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import { personAccountName } from '../access/personAccount';
import { connectAs } from '../testing/connectAs';
import { getTestControlPlane } from '../testing/controlPlane';
import { policiesInForce } from '../testing/policiesInForce';
import {
  configMap,
  namespace,
  roleBinding,
  serviceAccount,
} from './contract/manifests';
import { KubernetesCluster } from './KubernetesCluster';
import {
  KubernetesConnection,
  KubernetesRequest,
} from './KubernetesConnection';
import { referenceTo } from './namespaces';
import { collectionPath, objectPath } from './objectPath';

const APPLY = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';
const ENFORCE = 'pod-security.kubernetes.io/enforce';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

const NOT_LABELLED = 'the portal may only touch namespaces that carry';
const NOT_IN_LABELLED =
  'the portal may only touch objects in namespaces that carry';

/**
 * Ways by which accounts like the portal's got out of their bounds elsewhere, tried
 * with its own credential on a real API server, as whoever stole that would. The table
 * in SECURITY.md names these tests.
 */
describe('known escapes of a portal', () => {
  jest.setTimeout(60_000);

  const suffix = randomUUID().slice(0, 8);
  let admin: KubernetesConnection;
  let portal: KubernetesConnection;
  let engine: KubernetesCluster;
  let portalKubeconfig: string;
  let own: KubernetesObject;
  let foreign: KubernetesObject;

  beforeAll(async () => {
    const plane = await getTestControlPlane();
    portalKubeconfig = plane.portalKubeconfig;
    admin = KubernetesConnection.fromKubeconfig({
      file: plane.adminKubeconfig,
    });
    portal = KubernetesConnection.fromKubeconfig({ file: portalKubeconfig });
    engine = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: portalKubeconfig,
    });
    await policiesInForce(admin);
    own = await make(portal, namespace());
    const strange = namespace();
    delete strange.metadata.labels;
    foreign = await make(admin, strange);
  }, 300_000);

  afterAll(async () => {
    for (const { metadata } of [own, foreign].filter(Boolean)) {
      const path = `/api/v1/namespaces/${metadata.name}`;
      await admin.request({ method: 'DELETE', path });
    }
    await Promise.all([admin?.close(), portal?.close(), engine?.close()]);
  });

  function make(
    as: KubernetesConnection,
    manifest: KubernetesObject,
  ): Promise<KubernetesObject> {
    const path = collectionPath(manifest, manifest.metadata.namespace);
    return as.request({ method: 'POST', path, body: manifest });
  }

  const pathOf = ({ metadata }: KubernetesObject) =>
    `/api/v1/namespaces/${metadata.name}`;

  const patch = (path: string, body: object) =>
    portal.request({ method: 'PATCH', path, body, contentType: MERGE });

  const apply = (path: string, body: object) =>
    portal.request({
      method: 'PATCH',
      path: `${path}?fieldManager=sandlot&force=true`,
      body,
      contentType: APPLY,
    });

  async function expectRefused(call: Promise<unknown>, message: string) {
    await expect(call).rejects.toMatchObject({
      reason: 'Refused',
      message: expect.stringContaining(message),
    });
  }

  async function expectNoRight(
    method: KubernetesRequest['method'],
    path: string,
    body?: object,
  ) {
    await expect(
      portal.request({
        method,
        path,
        body,
        ...(method === 'PATCH' && { contentType: MERGE }),
      }),
    ).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('sandlot-portal" cannot'),
    });
  }

  it('CVE-2024-39690: a namespace of nobody is not taken over by a patch of its labels and owner', async () => {
    const ownerReferences = [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        name: own.metadata.name,
        uid: own.metadata.uid,
      },
    ];
    const labels = { [LABEL_MANAGED_BY]: 'sandlot', [ENFORCE]: 'restricted' };
    for (const [metadata, message] of [
      [{ labels }, NOT_LABELLED],
      [{ ownerReferences }, 'the portal'],
      [{ labels, ownerReferences }, 'the portal'],
    ] as const) {
      await expectRefused(patch(pathOf(foreign), { metadata }), message);
      await expectRefused(
        apply(pathOf(foreign), {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: foreign.metadata.name, ...metadata },
        }),
        message,
      );
    }
  });

  it('CVE-2025-55205: namespaces of the system get no labels', async () => {
    for (const name of ['kube-system', 'default', 'sandlot-system']) {
      for (const labels of [{ [LABEL_MANAGED_BY]: 'sandlot' }, { any: 'x' }]) {
        await expectRefused(
          patch(`/api/v1/namespaces/${name}`, { metadata: { labels } }),
          `the portal may not touch the namespace ${name}`,
        );
      }
    }
  });

  it('CVE-2026-22872: a cluster-scoped object is not made because a namespace was written into it', async () => {
    const name = `escape-${suffix}`;
    const inNamespace = { name, namespace: own.metadata.name };
    const calls = engine.calls;
    for (const [apiVersion, kind] of [
      ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
      ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
      ['v1', 'PersistentVolume'],
      ['v1', 'Node'],
      // A kind of that name in another group, or version, is another kind.
      ['example.com/v1', 'Deployment'],
    ]) {
      await expect(
        engine.apply({ apiVersion, kind, metadata: inNamespace }),
      ).rejects.toThrow(`does not handle ${kind} of ${apiVersion}`);
    }
    expect(engine.calls).toBe(calls);
    // A path in place of a name leads nowhere else either.
    await expect(
      engine.apply({
        ...configMap(own.metadata.name, '../../../../apis/apps/v1'),
      }),
    ).rejects.toMatchObject({ reason: 'Refused' });
    await expectRefused(
      engine.apply(configMap(foreign.metadata.name, name)),
      NOT_IN_LABELLED,
    );

    await expectNoRight('PATCH', `${RBAC}/clusterroles/${name}`, {
      metadata: inNamespace,
    });
    await expectNoRight('POST', '/api/v1/persistentvolumes', {
      metadata: inNamespace,
    });
  });

  it('CVE-2022-46167: a namespace is not detached from what confines it', async () => {
    await expectRefused(
      patch(pathOf(own), {
        metadata: { labels: { [LABEL_MANAGED_BY]: null } },
      }),
      NOT_LABELLED,
    );
    await expectRefused(
      patch(pathOf(own), { metadata: { labels: null } }),
      NOT_LABELLED,
    );
  });

  it('GHSA-2ww6-hf35-mfjm: the subresources status and finalize of namespaces are no way round', async () => {
    for (const target of [own, foreign]) {
      for (const subresource of ['status', 'finalize']) {
        const path = `${pathOf(target)}/${subresource}`;
        const body = { ...target, spec: { finalizers: [] } };
        await expectNoRight('PUT', path, body);
        await expectNoRight('PATCH', path, {
          metadata: { labels: { [LABEL_MANAGED_BY]: 'sandlot' } },
        });
      }
    }
  });

  it('pod security is not relaxed by a patch of labels', async () => {
    for (const [label, value, message] of [
      [ENFORCE, null, 'enforce=restricted'],
      [ENFORCE, 'privileged', 'enforce=restricted'],
      [ENFORCE, 'baseline', 'enforce=restricted'],
      [`${ENFORCE}-version`, 'v1.24', 'may not pin'],
    ] as const) {
      await expectRefused(
        patch(pathOf(own), { metadata: { labels: { [label]: value } } }),
        message,
      );
    }
  });

  it('a foreign namespace is neither deleted nor labelled first and deleted then', async () => {
    const label = { metadata: { labels: { [LABEL_MANAGED_BY]: 'sandlot' } } };
    for (const path of [pathOf(foreign), '/api/v1/namespaces/default']) {
      await expect(patch(path, label)).rejects.toThrow(/the portal may/);
      await expect(portal.request({ method: 'DELETE', path })).rejects.toThrow(
        /the portal may|is forbidden/,
      );
    }
    await expectRefused(
      engine.deleteNamespace(foreign.metadata.name, foreign.metadata.uid!),
      NOT_LABELLED,
    );
    await expectNoRight('DELETE', '/api/v1/namespaces');
  });

  it('nothing is tied to an owner elsewhere by ownerReferences', async () => {
    const { uid, name } = foreign.metadata;
    const ownerReferences = [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        name,
        uid,
        blockOwnerDeletion: true,
      },
    ];
    const tied = configMap(own.metadata.name, 'tied');
    await expectRefused(
      make(portal, {
        ...tied,
        metadata: { ...tied.metadata, ownerReferences },
      } as KubernetesObject),
      'may not set or change ownerReferences',
    );
    const free = await make(portal, configMap(own.metadata.name, 'free'));
    await expectRefused(
      patch(objectPath(referenceTo(free)), { metadata: { ownerReferences } }),
      'may not set or change ownerReferences',
    );
    await expectRefused(
      patch(pathOf(own), { metadata: { ownerReferences } }),
      'may not have ownerReferences',
    );
  });

  it('cluster-admin is not bound, nor any role that is not on the list', async () => {
    const home = own.metadata.name;
    for (const role of ['cluster-admin', 'admin', 'edit', 'sandlot-portal']) {
      await expect(make(portal, roleBinding(home, 'x', role))).rejects.toThrow(
        'forbidden',
      );
    }
    const roleRef = {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'sandlot-owner',
    };
    await expectNoRight('POST', `${RBAC}/clusterrolebindings`, {
      metadata: { name: `escape-${suffix}` },
      roleRef,
    });
    // A Role of the namespace may have the name of one on the list.
    await admin.request({
      method: 'POST',
      path: `${RBAC}/namespaces/${home}/roles`,
      body: { metadata: { name: 'sandlot-owner' }, rules: [] },
    });
    await expectRefused(
      make(portal, {
        ...roleBinding(home, 'x', 'sandlot-owner'),
        roleRef: { ...roleRef, kind: 'Role' },
      }),
      'the portal may only bind the ClusterRoles sandlot-owner, sandlot-viewer and sandlot-elevated',
    );
  });

  it('the rights of an elevation are bound to one person’s account for it, and to nothing else', async () => {
    const home = own.metadata.name;
    const elevated = personAccountName('elevated', 'user:default/dana');
    for (const binding of [
      roleBinding(home, 'sandlot-owner', 'sandlot-elevated'),
      roleBinding(home, 'default', 'sandlot-elevated'),
      {
        ...roleBinding(home, elevated, 'sandlot-elevated'),
        subjects: [
          { kind: 'ServiceAccount', name: 'default', namespace: home },
        ],
      },
    ]) {
      await expectRefused(
        make(portal, binding),
        'the portal may only bind sandlot-elevated to the service account of one person',
      );
    }
    await make(portal, roleBinding(home, elevated, 'sandlot-elevated'));
    await make(portal, serviceAccount(home, elevated));
    const token = (expirationSeconds: number) =>
      portal.request({
        method: 'POST',
        path: `/api/v1/namespaces/${home}/serviceaccounts/${elevated}/token`,
        body: { spec: { expirationSeconds } },
      });
    await expectRefused(token(3601), 'end within 3600 seconds');
    await token(3600);
  });

  it('nobody from outside is let into an environment', async () => {
    const home = own.metadata.name;
    const binding = await make(
      portal,
      roleBinding(home, 'sandlot-owner', 'sandlot-owner'),
    );
    const apiGroup = 'rbac.authorization.k8s.io';
    for (const subject of [
      { apiGroup, kind: 'Group', name: 'system:authenticated' },
      { apiGroup, kind: 'Group', name: 'system:serviceaccounts' },
      { apiGroup, kind: 'User', name: 'system:anonymous' },
      {
        apiGroup,
        kind: 'User',
        name: `system:serviceaccount:${foreign.metadata.name}:default`,
      },
      {
        kind: 'ServiceAccount',
        name: 'default',
        namespace: foreign.metadata.name,
      },
    ]) {
      await expectRefused(
        patch(objectPath(referenceTo(binding)), { subjects: [subject] }),
        'the portal may only bind service accounts of the same namespace',
      );
    }
  });

  it('no token is made for an account elsewhere, for another one, for itself, or for long', async () => {
    const home = own.metadata.name;
    const tokenOf = (place: string, name: string) =>
      `/api/v1/namespaces/${place}/serviceaccounts/${name}/token`;
    // By its name it might be a person's.
    const milo = personAccountName('owner', 'user:default/milo');
    for (const [place, name, refusal] of [
      [foreign.metadata.name, milo, NOT_IN_LABELLED],
      // Which of the two policies answers is not settled.
      ['sandlot-system', 'sandlot-portal', 'the portal may only'],
      ['kube-system', 'namespace-controller', 'the portal may only'],
    ]) {
      await make(admin, serviceAccount(place, name)).catch(() => {});
      await expectRefused(
        portal.request({
          method: 'POST',
          path: tokenOf(place, name),
          body: { spec: {} },
        }),
        refusal,
      );
    }
    const dana = personAccountName('viewer', 'user:default/dana');
    for (const name of [
      'sandlot-owner',
      'sandlot-portal',
      'ci',
      `${dana}0`,
      `x-${dana}`,
      `sandlot-admin-${dana.slice('sandlot-viewer-'.length)}`,
    ]) {
      await make(portal, serviceAccount(home, name)).catch(() => {});
      await expectRefused(
        portal.request({
          method: 'POST',
          path: tokenOf(home, name),
          body: { spec: {} },
        }),
        'the portal may only make tokens of the service accounts of people',
      );
    }

    await make(portal, serviceAccount(home, dana));
    const lasting = (expirationSeconds: number) =>
      portal.request({
        method: 'POST',
        path: tokenOf(home, dana),
        body: { spec: { expirationSeconds } },
      });
    await expectRefused(lasting(28_801), 'end within 28800 seconds');
    await lasting(28_800);
  });

  it('generateName does not slip by a rule about names', async () => {
    const generated = namespace();
    await expectRefused(
      make(portal, {
        ...generated,
        metadata: {
          labels: generated.metadata.labels,
          generateName: 'kube-',
        } as unknown as KubernetesObject['metadata'],
      }),
      'the portal may not touch the namespace kube-',
    );
    await expectRefused(
      portal.request({
        method: 'POST',
        path: '/api/v1/namespaces/kube-system/configmaps',
        body: { metadata: { generateName: 'escape-' } },
      }),
      NOT_IN_LABELLED,
    );
  });

  it('server-side apply takes no fields in kube-system, by force neither', async () => {
    const path = '/api/v1/namespaces/kube-system/configmaps';
    for (const name of [
      'kube-root-ca.crt',
      'extension-apiserver-authentication',
      'not-there-yet',
    ]) {
      await expectRefused(
        apply(`${path}/${name}`, {
          ...configMap('kube-system', name),
          data: { taken: 'over' },
        }),
        NOT_IN_LABELLED,
      );
    }
  });

  it('nothing runs in a pod or goes through one: exec, attach, port-forward, proxy, ephemeral containers', async () => {
    for (const home of [own.metadata.name, 'kube-system']) {
      const pod = `/api/v1/namespaces/${home}/pods/any`;
      for (const subresource of ['exec', 'attach', 'portforward', 'proxy']) {
        await expectNoRight('POST', `${pod}/${subresource}?command=sh`);
        await expectNoRight('GET', `${pod}/${subresource}?command=sh`);
      }
      await expectNoRight('PATCH', `${pod}/ephemeralcontainers`, { spec: {} });
      await expectNoRight('PUT', `${pod}/ephemeralcontainers`, {});
      await expectNoRight('POST', `${pod}/binding`, {});
    }
  });

  it('nothing goes through nodes and services', async () => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      await expectNoRight(method, '/api/v1/nodes/any/proxy/run/x');
      await expectNoRight(
        method,
        '/api/v1/namespaces/kube-system/services/https:any:443/proxy/',
      );
    }
    await expectNoRight('PATCH', '/api/v1/nodes/any', { metadata: {} });
    await expectNoRight('PATCH', '/api/v1/nodes/any/status', { status: {} });
  });

  it('no certificate is had by a signing request', async () => {
    const requests = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    await expectNoRight('POST', requests, {
      metadata: { name: `escape-${suffix}` },
      spec: {
        request: 'eA==',
        signerName: 'kubernetes.io/kube-apiserver-client',
        usages: ['client auth'],
      },
    });
    await expectNoRight('PUT', `${requests}/any/approval`, {});
    await expectNoRight('PUT', `${requests}/any/status`, {});
  });

  it('no webhook, policy, API or definition of resources is put into everybody’s way', async () => {
    const admission = '/apis/admissionregistration.k8s.io/v1';
    for (const path of [
      `${admission}/mutatingwebhookconfigurations`,
      `${admission}/validatingwebhookconfigurations`,
      `${admission}/validatingadmissionpolicies`,
      `${admission}/validatingadmissionpolicybindings`,
      '/apis/apiregistration.k8s.io/v1/apiservices',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    ]) {
      await expectNoRight('POST', path, { metadata: { name: 'x' } });
      await expectNoRight('DELETE', path);
    }
    for (const policy of [
      'sandlot-portal-objects',
      'sandlot-namespace-labels',
    ]) {
      const path = `${admission}/validatingadmissionpolicies/${policy}`;
      await expectNoRight('PATCH', path, { spec: { failurePolicy: 'Ignore' } });
      await expectNoRight(
        'DELETE',
        `${admission}/validatingadmissionpolicybindings/${policy}`,
      );
    }
  });

  it('the authorities that the API server trusts are not changed in extension-apiserver-authentication', async () => {
    const path =
      '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication';
    const data = { 'requestheader-allowed-names': '["anybody"]' };
    await expectRefused(patch(path, { data }), NOT_IN_LABELLED);
    await expectRefused(
      portal.request({ method: 'DELETE', path }),
      NOT_IN_LABELLED,
    );
    await expectRefused(
      portal.request({
        method: 'POST',
        path: `${RBAC}/namespaces/kube-system/rolebindings`,
        body: {
          ...roleBinding('kube-system', 'escape', 'sandlot-owner'),
        },
      }),
      NOT_IN_LABELLED,
    );
  });

  it('nobody is impersonated', async () => {
    for (const somebody of [
      'system:admin',
      `system:serviceaccount:${own.metadata.name}:sandlot-owner`,
      'system:serviceaccount:kube-system:namespace-controller',
    ]) {
      await expect(connectAs(portalKubeconfig, somebody)).rejects.toThrow(
        'cannot impersonate',
      );
    }
  });
});
