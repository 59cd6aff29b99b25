import { randomUUID } from 'node:crypto';
import {
  KubernetesObject,
  LABEL_ENVIRONMENT,
  LABEL_MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import { connectAs } from '../testing/connectAs';
import { getTestControlPlane } from '../testing/controlPlane';
import { policiesInForce } from '../testing/policiesInForce';
import {
  configMap,
  namespace,
  roleBinding,
  serviceAccount,
} from './contract/manifests';
import { KubernetesConnection } from './KubernetesConnection';
import { referenceTo } from './namespaces';
import { collectionPath, objectPath } from './objectPath';

const MERGE = 'application/merge-patch+json';
const ENFORCE = 'pod-security.kubernetes.io/enforce';
const ROLES = '/apis/rbac.authorization.k8s.io/v1';

/** What confines the portal and protects teams rests on labels: who may change those. */
describe('our labels and annotations', () => {
  jest.setTimeout(60_000);

  const suffix = randomUUID().slice(0, 8);
  const role = `namespace-editor-${suffix}`;
  const labeller = `labeller-${suffix}`;
  let adminKubeconfig: string;
  let admin: KubernetesConnection;
  let portal: KubernetesConnection;
  let editor: KubernetesConnection;
  let owner: KubernetesConnection;
  let environment: KubernetesObject;
  let foreign: KubernetesObject;
  const grants: string[] = [];

  beforeAll(async () => {
    const plane = await getTestControlPlane();
    adminKubeconfig = plane.adminKubeconfig;
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    portal = KubernetesConnection.fromKubeconfig({
      file: plane.portalKubeconfig,
    });
    await policiesInForce(admin);
    const manifest = namespace();
    Object.assign(manifest.metadata.labels!, {
      [LABEL_ENVIRONMENT]: randomUUID(),
    });
    manifest.metadata.annotations = { 'sandlot.dev/owner': 'group:harbor' };
    environment = await make(portal, manifest);
    const strange = namespace();
    delete strange.metadata.labels;
    foreign = await make(admin, strange);

    const home = environment.metadata.name;
    await make(portal, serviceAccount(home, 'sandlot-owner'));
    await make(portal, roleBinding(home, 'sandlot-owner', 'sandlot-owner'));
    owner = await connectAs(
      adminKubeconfig,
      `system:serviceaccount:${home}:sandlot-owner`,
    );
    editor = await userWith(role, [
      {
        apiGroups: [''],
        resources: ['namespaces', 'namespaces/status', 'namespaces/finalize'],
        verbs: ['get', 'list', 'create', 'update', 'patch', 'delete'],
      },
    ]);
  }, 300_000);

  afterAll(async () => {
    for (const path of [
      ...[environment, foreign]
        .filter(Boolean)
        .map(({ metadata }) => `/api/v1/namespaces/${metadata.name}`),
      ...grants,
    ]) {
      await admin.request({ method: 'DELETE', path });
    }
    await Promise.all(
      [admin, portal, editor, owner].map(connection => connection?.close()),
    );
  });

  /** Somebody of that name who may do this in the whole cluster. */
  async function userWith(
    name: string,
    rules: object[],
  ): Promise<KubernetesConnection> {
    for (const [kind, body] of [
      ['clusterroles', { metadata: { name }, rules }],
      [
        'clusterrolebindings',
        {
          metadata: { name },
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name,
          },
          subjects: [
            { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name },
          ],
        },
      ],
    ] as const) {
      await admin.request({ method: 'POST', path: `${ROLES}/${kind}`, body });
      grants.push(`${ROLES}/${kind}/${name}`);
    }
    const user = await connectAs(adminKubeconfig, name);
    const mayList = () =>
      user.request({ method: 'GET', path: '/api/v1/namespaces' }).then(
        () => true,
        () => false,
      );
    while (!(await mayList()));
    return user;
  }

  function make(
    as: KubernetesConnection,
    manifest: KubernetesObject,
  ): Promise<KubernetesObject> {
    const path = collectionPath(manifest, manifest.metadata.namespace);
    return as.request({ method: 'POST', path, body: manifest });
  }

  const pathOf = (object: KubernetesObject) => objectPath(referenceTo(object));

  /** As a dry run: what is let through would change what the next test looks at. */
  const patch = (
    as: KubernetesConnection,
    path: string,
    metadata: Record<string, unknown>,
  ) =>
    as.request<KubernetesObject>({
      method: 'PATCH',
      path: `${path}?dryRun=All`,
      body: { metadata },
      contentType: MERGE,
    });

  const OURS = 'only the portal may make namespaces with';
  const MARKS = 'only the portal may change the labels and annotations';
  const SECURITY = 'only the portal may change the labels pod-security';

  describe('before somebody who may edit every namespace', () => {
    it('a namespace is not made, nor taken over, with the label', async () => {
      const impostor = namespace(`impostor-${suffix}`);
      await expect(make(editor, impostor)).rejects.toThrow(OURS);
      await expect(
        patch(editor, pathOf(foreign), {
          labels: { [LABEL_MANAGED_BY]: 'sandlot' },
        }),
      ).rejects.toThrow(OURS);
      await expect(
        patch(editor, pathOf(foreign), {
          annotations: { 'sandlot.dev/owner': 'group:harbor' },
        }),
      ).rejects.toThrow(MARKS);
    });

    it('an environment does not lose the label, nor what says whose it is', async () => {
      for (const [metadata, message] of [
        [{ labels: { [LABEL_MANAGED_BY]: null } }, OURS],
        [{ labels: { [LABEL_MANAGED_BY]: 'Helm' } }, OURS],
        [{ labels: null }, OURS],
        [{ labels: { [LABEL_ENVIRONMENT]: null } }, MARKS],
        [{ labels: { [LABEL_ENVIRONMENT]: randomUUID() } }, MARKS],
        [{ labels: { 'sandlot.dev/new': 'x' } }, MARKS],
        [{ annotations: { 'sandlot.dev/owner': 'user:mallory' } }, MARKS],
        [{ annotations: null }, MARKS],
      ] as const) {
        await expect(
          patch(editor, pathOf(environment), metadata),
        ).rejects.toThrow(message);
      }
    });

    it('its pod security is not relaxed', async () => {
      for (const labels of [
        { [ENFORCE]: null },
        { [ENFORCE]: 'privileged' },
        { [`${ENFORCE}-version`]: 'v1.24' },
      ]) {
        await expect(
          patch(editor, pathOf(environment), { labels }),
        ).rejects.toThrow(SECURITY);
      }
    });

    it('the subresources status and finalize are no way round', async () => {
      const labels = { [LABEL_MANAGED_BY]: null, [ENFORCE]: 'privileged' };
      await expect(
        patch(editor, `${pathOf(environment)}/status`, { labels }),
      ).rejects.toThrow('only the portal may');
      const live = await editor.request<KubernetesObject>({
        method: 'GET',
        path: pathOf(environment),
      });
      delete live.metadata.labels![LABEL_MANAGED_BY];
      await expect(
        editor.request({
          method: 'PUT',
          path: `${pathOf(environment)}/finalize?dryRun=All`,
          body: live,
        }),
      ).rejects.toThrow(OURS);
    });

    it('everything else is theirs as before', async () => {
      await expect(
        patch(editor, pathOf(environment), { labels: { team: 'harbor' } }),
      ).resolves.toMatchObject({ metadata: { labels: { team: 'harbor' } } });
      await expect(
        patch(editor, pathOf(foreign), {
          labels: { [ENFORCE]: 'baseline', [LABEL_MANAGED_BY]: 'Helm' },
          annotations: { note: 'x' },
        }),
      ).resolves.toMatchObject({
        metadata: { labels: { [ENFORCE]: 'baseline' } },
      });
    });

    it('and all of it is, for whom the cluster lets update labels of sandlot.dev', async () => {
      const trusted = await userWith(labeller, [
        {
          apiGroups: [''],
          resources: ['namespaces'],
          verbs: ['list', 'patch'],
        },
        {
          apiGroups: ['sandlot.dev'],
          resources: ['labels'],
          verbs: ['update'],
        },
      ]);
      await expect(
        patch(trusted, pathOf(environment), {
          labels: { [LABEL_MANAGED_BY]: null, [ENFORCE]: 'privileged' },
          annotations: null,
        }),
      ).resolves.toMatchObject({ kind: 'Namespace' });
      await trusted.close();
    });
  });

  describe('before the owner of an environment', () => {
    it('the namespace is out of reach', async () => {
      for (const object of [environment, foreign]) {
        for (const labels of [
          { [LABEL_MANAGED_BY]: 'sandlot' },
          { [ENFORCE]: 'privileged' },
        ]) {
          await expect(
            patch(owner, pathOf(object), { labels }),
          ).rejects.toThrow('cannot patch resource "namespaces"');
        }
      }
    });

    it('what a template made is not taken out of the portal’s sight', async () => {
      const manifest = configMap(environment.metadata.name, 'made');
      const made = await make(portal, {
        ...manifest,
        metadata: {
          ...manifest.metadata,
          labels: {
            ...manifest.metadata.labels,
            [LABEL_ENVIRONMENT]:
              environment.metadata.labels![LABEL_ENVIRONMENT],
          },
          annotations: { 'sandlot.dev/revision': 'sha256:1' },
        },
      });
      for (const metadata of [
        { labels: { [LABEL_MANAGED_BY]: null } },
        { labels: { [LABEL_ENVIRONMENT]: randomUUID() } },
        { labels: null },
        { labels: { 'sandlot.dev/origin': 'template' } },
        { annotations: { 'sandlot.dev/revision': 'sha256:2' } },
        { annotations: null },
      ]) {
        await expect(patch(owner, pathOf(made), metadata)).rejects.toThrow(
          'of what it made',
        );
      }
      await expect(
        patch(owner, pathOf(made), {
          labels: { mine: 'x' },
          annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' },
        }),
      ).resolves.toMatchObject({ metadata: { labels: { mine: 'x' } } });
      // The portal itself moves it to another revision.
      await expect(
        patch(portal, pathOf(made), {
          annotations: { 'sandlot.dev/revision': 'sha256:2' },
        }),
      ).resolves.toMatchObject({ kind: 'ConfigMap' });
    });
  });
});
