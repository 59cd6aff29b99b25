import { personAccountName } from '../access/personAccount';
import { connectAs } from '../testing/connectAs';
import { roleBinding, serviceAccount } from './contract/manifests';
import { referenceTo } from './namespaces';
import { objectPath } from './objectPath';
import { NOT_IN_LABELLED, prepareEscapes } from './prepareEscapes';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/**
 * Ways by which accounts like the portal's got out of their bounds elsewhere, tried
 * with its own credential on a real API server, as whoever stole that would. The table
 * in SECURITY.md names these tests.
 */
describe('known escapes of a portal, by rights', () => {
  jest.setTimeout(60_000);

  const { scope, suffix, make, patch, expectRefused, expectNoRight } =
    prepareEscapes();

  it('cluster-admin is not bound, nor any role that is not on the list', async () => {
    const home = scope.own.metadata.name;
    for (const role of ['cluster-admin', 'admin', 'edit', 'sandlot-portal']) {
      await expect(
        make(scope.portal, roleBinding(home, 'x', role)),
      ).rejects.toThrow('forbidden');
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
    await scope.admin.request({
      method: 'POST',
      path: `${RBAC}/namespaces/${home}/roles`,
      body: { metadata: { name: 'sandlot-owner' }, rules: [] },
    });
    await expectRefused(
      make(scope.portal, {
        ...roleBinding(home, 'x', 'sandlot-owner'),
        roleRef: { ...roleRef, kind: 'Role' },
      }),
      'the portal may only bind the ClusterRoles sandlot-owner, sandlot-viewer and sandlot-elevated',
    );
  });

  it('the rights of an elevation are bound to one person’s account for it, and to nothing else', async () => {
    const home = scope.own.metadata.name;
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
        make(scope.portal, binding),
        'the portal may only bind sandlot-elevated to the service account of one person',
      );
    }
    // Where people sign in to the cluster by themselves it is one of them, by their name.
    const user = (name: string) => ({
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'User',
      name,
    });
    const bound = personAccountName('elevated', 'user:default/milo');
    const bind = (...subjects: object[]) =>
      make(scope.portal, {
        ...roleBinding(home, bound, 'sandlot-elevated'),
        subjects,
      });
    for (const subjects of [
      [user('oidc:milo@example.com'), user('oidc:dana@example.com')],
      [{ ...user('oidc:everybody'), kind: 'Group' }],
    ]) {
      await expectRefused(
        bind(...subjects),
        'the portal may only bind sandlot-elevated to the service account of one person, sandlot-elevated-<person>-<hash>, or to one user',
      );
    }
    await expectRefused(
      bind(user('system:admin')),
      'users and groups whose name does not begin with "system:"',
    );
    await bind(user('oidc:milo@example.com'));
    await make(scope.portal, roleBinding(home, elevated, 'sandlot-elevated'));
    await make(scope.portal, serviceAccount(home, elevated));
    const token = (expirationSeconds: number) =>
      scope.portal.request({
        method: 'POST',
        path: `/api/v1/namespaces/${home}/serviceaccounts/${elevated}/token`,
        body: { spec: { expirationSeconds } },
      });
    await expectRefused(token(3601), 'end within 3600 seconds');
    await token(3600);
  });

  it('nobody from outside is let into an environment', async () => {
    const home = scope.own.metadata.name;
    const binding = await make(
      scope.portal,
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
        name: `system:serviceaccount:${scope.foreign.metadata.name}:default`,
      },
      {
        kind: 'ServiceAccount',
        name: 'default',
        namespace: scope.foreign.metadata.name,
      },
    ]) {
      await expectRefused(
        patch(objectPath(referenceTo(binding)), { subjects: [subject] }),
        'the portal may only bind service accounts of the same namespace',
      );
    }
  });

  it('no token is made for an account elsewhere, for another one, for itself, or for long', async () => {
    const home = scope.own.metadata.name;
    const tokenOf = (place: string, name: string) =>
      `/api/v1/namespaces/${place}/serviceaccounts/${name}/token`;
    // By its name it might be a person's.
    const milo = personAccountName('owner', 'user:default/milo');
    for (const [place, name, refusal] of [
      [scope.foreign.metadata.name, milo, NOT_IN_LABELLED],
      // Which of the two policies answers is not settled.
      ['sandlot-system', 'sandlot-portal', 'the portal may only'],
      ['kube-system', 'namespace-controller', 'the portal may only'],
    ]) {
      await make(scope.admin, serviceAccount(place, name)).catch(() => {});
      await expectRefused(
        scope.portal.request({
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
      await make(scope.portal, serviceAccount(home, name)).catch(() => {});
      await expectRefused(
        scope.portal.request({
          method: 'POST',
          path: tokenOf(home, name),
          body: { spec: {} },
        }),
        'the portal may only make tokens of the service accounts of people',
      );
    }

    await make(scope.portal, serviceAccount(home, dana));
    const lasting = (expirationSeconds: number) =>
      scope.portal.request({
        method: 'POST',
        path: tokenOf(home, dana),
        body: { spec: { expirationSeconds } },
      });
    await expectRefused(lasting(28_801), 'end within 28800 seconds');
    await lasting(28_800);
  });

  it('nothing runs in a pod or goes through one: exec, attach, port-forward, proxy, ephemeral containers', async () => {
    for (const home of [scope.own.metadata.name, 'kube-system']) {
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
      scope.portal.request({ method: 'DELETE', path }),
      NOT_IN_LABELLED,
    );
    await expectRefused(
      scope.portal.request({
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
      `system:serviceaccount:${scope.own.metadata.name}:sandlot-owner`,
      'system:serviceaccount:kube-system:namespace-controller',
    ]) {
      await expect(connectAs(scope.portalKubeconfig, somebody)).rejects.toThrow(
        'cannot impersonate',
      );
    }
  });
});
