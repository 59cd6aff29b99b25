import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  KubernetesObject,
  LABEL_MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import { getTestControlPlane } from '../testing/controlPlane';
import { namespace, roleBinding, serviceAccount } from './contract/manifests';
import { KubernetesConnection } from './KubernetesConnection';
import { WORKBENCH_NAMESPACE } from './workbenchNamespace';

const PATCH = 'application/merge-patch+json';

/**
 * What the portal's credential can't do, whatever its code does: the manifests in
 * `deploy/` against a real API server. What it can do, the contract test shows.
 */
describe("the portal's rights", () => {
  jest.setTimeout(60_000);

  let admin: KubernetesConnection;
  let portal: KubernetesConnection;
  let ours: KubernetesObject;
  let theirs: KubernetesObject;

  beforeAll(async () => {
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    portal = KubernetesConnection.fromKubeconfig({ file: portalKubeconfig });
    ours = await create(portal, namespace());
    const foreign = namespace();
    delete foreign.metadata.labels;
    theirs = await create(admin, foreign);
    await policiesInForce();
  }, 300_000);

  afterAll(async () => {
    for (const made of [ours, theirs]) {
      await admin?.request({ method: 'DELETE', path: pathOf(made) });
    }
    await Promise.all([admin?.close(), portal?.close()]);
  });

  /** A policy that was just applied takes a moment. */
  async function policiesInForce() {
    const attempt = () =>
      portal
        .request({
          method: 'POST',
          path: '/api/v1/namespaces/default/configmaps?dryRun=All',
          body: { metadata: { generateName: 'probe-' } },
        })
        .then(
          () => false,
          () => true,
        );
    while (!(await attempt())) {
      await setTimeout(100);
    }
  }

  function create(as: KubernetesConnection, manifest: KubernetesObject) {
    return as.request<KubernetesObject>({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: manifest,
    });
  }

  function pathOf({ metadata }: KubernetesObject) {
    return `/api/v1/namespaces/${metadata.name}`;
  }

  function patchLabels(path: string, labels: Record<string, string | null>) {
    return portal.request({
      method: 'PATCH',
      path,
      body: { metadata: { labels } },
      contentType: PATCH,
    });
  }

  function bind(manifest: KubernetesObject) {
    return portal.request({
      method: 'POST',
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${manifest.metadata.namespace}/rolebindings`,
      body: manifest,
    });
  }

  async function expectForbidden(call: Promise<unknown>, message: string) {
    await expect(call).rejects.toMatchObject({
      reason: 'Refused',
      message: expect.stringContaining(message),
    });
  }

  const ONLY_LABELLED =
    'the portal may only touch namespaces that carry app.kubernetes.io/managed-by=sandlot';
  const ONLY_IN_LABELLED =
    'the portal may only touch objects in namespaces that carry app.kubernetes.io/managed-by=sandlot';

  it('end at namespaces that are not its own', async () => {
    const label = { [LABEL_MANAGED_BY]: 'sandlot' };
    await expectForbidden(patchLabels(pathOf(theirs), label), ONLY_LABELLED);
    await expectForbidden(
      portal.request({ method: 'DELETE', path: pathOf(theirs) }),
      ONLY_LABELLED,
    );
    const foreign = namespace();
    foreign.metadata.labels![LABEL_MANAGED_BY] = 'somebody-else';
    await expectForbidden(create(portal, foreign), ONLY_LABELLED);

    for (const name of ['kube-system', 'default', 'sandlot-system']) {
      const path = `/api/v1/namespaces/${name}`;
      await expectForbidden(
        patchLabels(path, label),
        `the portal may not touch the namespace ${name}`,
      );
      await expectForbidden(
        portal.request({ method: 'DELETE', path }),
        'forbidden',
      );
    }
  });

  it('end at the labels that confine it', async () => {
    await expectForbidden(
      patchLabels(pathOf(ours), { [LABEL_MANAGED_BY]: null }),
      ONLY_LABELLED,
    );
    const enforce = 'pod-security.kubernetes.io/enforce';
    for (const level of [null, 'privileged']) {
      await expectForbidden(
        patchLabels(pathOf(ours), { [enforce]: level }),
        'must carry pod-security.kubernetes.io/enforce=restricted',
      );
    }
    await expectForbidden(
      patchLabels(pathOf(ours), { [`${enforce}-version`]: 'v1.25' }),
      'may not pin',
    );
    const unconfined = namespace();
    delete unconfined.metadata.labels![enforce];
    await expectForbidden(
      create(portal, unconfined),
      'must carry pod-security.kubernetes.io/enforce=restricted',
    );
    await patchLabels(pathOf(ours), { 'sandlot.dev/template': 'changed' });
  });

  it('end at objects in other namespaces', async () => {
    const manifests = (home: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'mine', namespace: home },
    });
    for (const home of [
      theirs.metadata.name,
      'kube-system',
      'sandlot-system',
    ]) {
      await expectForbidden(
        portal.request({
          method: 'POST',
          path: `/api/v1/namespaces/${home}/configmaps`,
          body: manifests(home),
        }),
        ONLY_IN_LABELLED,
      );
      await expectForbidden(
        bind(roleBinding(home, 'sandlot-owner', 'sandlot-owner')),
        ONLY_IN_LABELLED,
      );
    }
    await expectForbidden(
      portal.request({
        method: 'DELETE',
        path: '/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt',
      }),
      ONLY_IN_LABELLED,
    );

    // The account is there, so that it is the policy that refuses the token.
    const path = `/api/v1/namespaces/${theirs.metadata.name}/serviceaccounts`;
    await admin.request({
      method: 'POST',
      path,
      body: serviceAccount(theirs.metadata.name, 'sandlot-owner'),
    });
    await expectForbidden(
      portal.request({
        method: 'POST',
        path: `${path}/sandlot-owner/token`,
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: {},
        },
      }),
      ONLY_IN_LABELLED,
    );
  });

  it('end at dry runs in the namespace of the workbench', async () => {
    const path = `/api/v1/namespaces/${WORKBENCH_NAMESPACE}`;
    const objects = `${path}/configmaps`;
    const body = { metadata: { name: 'tried' } };
    const only = 'the portal may only try things out in sandlot-workbench';
    await portal.request({
      method: 'POST',
      path: `${objects}?dryRun=All`,
      body,
    });
    await expectForbidden(
      portal.request({ method: 'POST', path: objects, body }),
      only,
    );
    await admin.request({ method: 'POST', path: objects, body });
    const tried = `${objects}/tried`;
    await expectForbidden(
      portal.request({
        method: 'PATCH',
        path: tried,
        body: { data: { a: 'b' } },
        contentType: PATCH,
      }),
      only,
    );
    await expectForbidden(
      portal.request({ method: 'DELETE', path: tried }),
      only,
    );
    await admin.request({ method: 'DELETE', path: tried });

    await expectForbidden(patchLabels(path, { 'sandlot.dev/x': 'y' }), only);
    await expectForbidden(portal.request({ method: 'DELETE', path }), only);
  });

  it('end at roles and subjects that are not meant for environments', async () => {
    const home = ours.metadata.name;
    for (const role of ['cluster-admin', 'admin', 'sandlot-portal']) {
      await expectForbidden(bind(roleBinding(home, 'x', role)), 'forbidden');
    }
    const wrongSubjects = [
      { kind: 'Group', name: 'system:authenticated' },
      { kind: 'User', name: 'system:serviceaccount:default:default' },
      { kind: 'ServiceAccount', name: 'x', namespace: theirs.metadata.name },
    ];
    for (const subject of wrongSubjects) {
      await expectForbidden(
        bind({
          ...roleBinding(home, 'x', 'sandlot-owner'),
          subjects: [
            {
              apiGroup:
                subject.namespace === undefined
                  ? 'rbac.authorization.k8s.io'
                  : '',
              ...subject,
            },
          ],
        }),
        'the portal may only bind service accounts of the same namespace',
      );
    }
    await bind({
      ...roleBinding(home, 'x', 'sandlot-owner'),
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name: 'team-a',
        },
      ],
    });
  });

  it.each<[string, 'GET' | 'POST', string, unknown?]>([
    ['read secrets', 'GET', '/secrets'],
    ['read one secret', 'GET', '/secrets/any'],
    ['make secrets', 'POST', '/secrets', { metadata: { name: 'x' } }],
    ['evict pods', 'POST', '/pods/any/eviction', {}],
    ['run commands in pods', 'POST', '/pods/any/exec?command=sh'],
    [
      'make tokens of other accounts',
      'POST',
      '/serviceaccounts/default/token',
      {},
    ],
  ])('do not let it %s', async (_title, method, path, ...[body]) => {
    await expectForbidden(
      portal.request({ method, path: `${pathOf(ours)}${path}`, body }),
      'User "system:serviceaccount:sandlot-system:sandlot-portal" cannot',
    );
  });

  it('do not let it change rights', async () => {
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
    const name = `escalation-${randomUUID().slice(0, 8)}`;
    const calls: Array<[string, unknown]> = [
      [
        `${rbac}/clusterrolebindings`,
        {
          metadata: { name },
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name: 'cluster-admin',
          },
        },
      ],
      [`${rbac}/clusterroles`, { metadata: { name }, rules: everything }],
      [
        `${rbac}/namespaces/${ours.metadata.name}/roles`,
        { metadata: { name }, rules: everything },
      ],
      [
        '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
        { metadata: { name } },
      ],
    ];
    for (const [path, body] of calls) {
      await expectForbidden(
        portal.request({ method: 'POST', path, body }),
        'cannot create resource',
      );
    }
    await expectForbidden(
      portal.request({
        method: 'PATCH',
        path: `${rbac}/clusterroles/sandlot-owner`,
        body: { rules: everything },
        contentType: PATCH,
      }),
      'cannot patch resource',
    );
  });
});
