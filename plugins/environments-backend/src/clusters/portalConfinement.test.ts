import { randomUUID } from 'node:crypto';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { personAccountName } from '../access/personAccount';
import { getTestControlPlane } from '../testing/controlPlane';
import { policiesInForce } from '../testing/policiesInForce';
import {
  deploymentSpec,
  namespace,
  serviceAccount,
} from './contract/manifests';
import { oneOfEach } from './contract/oneOfEach';
import { KubernetesConnection } from './KubernetesConnection';
import { referenceTo } from './namespaces';
import {
  NAMESPACED_KINDS,
  collectionPath,
  objectPath,
  resourceOf,
} from './objectPath';
import { portalRights } from './portalRights';
import { WORKBENCH_NAMESPACE } from './workbenchNamespace';

const MERGE = 'application/merge-patch+json';
/** How admission says it, where RBAC would have allowed it. */
const ONLY_IN_LABELLED =
  'the portal may only touch objects in namespaces that carry app.kubernetes.io/managed-by=sandlot';

/**
 * The portal's rights hold in every namespace, for RBAC knows no labels: where that
 * says yes to a change outside of environments, admission has to say no.
 */
describe("the portal's rights", () => {
  jest.setTimeout(60_000);

  const name = `confined-${randomUUID().slice(0, 8)}`;
  const system = 'kube-system';
  let admin: KubernetesConnection;
  let portal: KubernetesConnection;
  let own: string;
  let foreign: string;
  const made: KubernetesObject[] = [];

  beforeAll(async () => {
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    portal = KubernetesConnection.fromKubeconfig({ file: portalKubeconfig });
    await policiesInForce(admin);
    own = await makeNamespace(portal, namespace());
    const strange = namespace();
    delete strange.metadata.labels;
    foreign = await makeNamespace(admin, strange);
    for (const object of [foreign, system].flatMap(home =>
      oneOfEach(home, name),
    )) {
      // There is nothing that the portal may do to a pod that is there.
      if (object.kind !== 'Pod') await make(admin, object);
      made.push(object);
    }
  }, 300_000);

  afterAll(async () => {
    for (const path of [
      ...made.map(object => objectPath(referenceTo(object))),
      ...[own, foreign].map(home => `/api/v1/namespaces/${home}`),
    ]) {
      await admin.request({ method: 'DELETE', path }).catch(() => {});
    }
    await Promise.all([admin?.close(), portal?.close()]);
  });

  async function makeNamespace(
    as: KubernetesConnection,
    manifest: KubernetesObject,
  ): Promise<string> {
    const { metadata } = await as.request<KubernetesObject>({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: manifest,
    });
    return metadata.name;
  }

  function make(
    as: KubernetesConnection,
    manifest: KubernetesObject,
    query = '',
  ) {
    const path = collectionPath(manifest, manifest.metadata.namespace);
    return as.request({
      method: 'POST',
      path: `${path}${query}`,
      body: manifest,
    });
  }

  const patch = (path: string, body: object) =>
    portal.request({ method: 'PATCH', path, body, contentType: MERGE });

  it('are tried on one object of each kind', () => {
    const kinds = (objects: readonly { kind: string }[]) =>
      [...new Set(objects.map(({ kind }) => kind))].sort();
    expect(kinds(made)).toEqual(kinds(NAMESPACED_KINDS));
  });

  it.each([...NAMESPACED_KINDS])(
    'change no $kind in a foreign namespace and in the system’s',
    async ({ apiVersion, kind }) => {
      const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
      const resource = resourceOf(apiVersion, kind);
      const { verbs } = portalRights.find(
        right => right.group === group && right.resources.includes(resource),
      )!;
      const refusal = (verb: 'create' | 'patch' | 'delete') => ({
        reason: 'Refused',
        message: expect.stringContaining(
          verbs.includes(verb) ? ONLY_IN_LABELLED : `cannot ${verb} resource`,
        ),
      });
      for (const object of made.filter(one => one.kind === kind)) {
        const path = `${objectPath(referenceTo(object))}?dryRun=All`;
        await expect(
          make(portal, renamed(object), '?dryRun=All'),
        ).rejects.toMatchObject(refusal('create'));
        await expect(
          patch(path, { metadata: { labels: { taken: 'over' } } }),
        ).rejects.toMatchObject(refusal('patch'));
        await expect(
          portal.request({ method: 'DELETE', path }),
        ).rejects.toMatchObject(refusal('delete'));
      }
    },
  );

  it.each(NAMESPACED_KINDS.filter(({ kind }) => !/Pod$|ReplicaSet/.test(kind)))(
    'make a $kind in an environment',
    async ({ kind }) => {
      const object = oneOfEach(own, name).find(one => one.kind === kind)!;
      await expect(make(portal, object, '?dryRun=All')).resolves.toMatchObject({
        metadata: { namespace: own },
      });
    },
  );

  it('change no namespace that is not its own', async () => {
    for (const home of [foreign, system, 'default', 'sandlot-system']) {
      const path = `/api/v1/namespaces/${home}?dryRun=All`;
      await expect(
        patch(path, { metadata: { labels: { taken: 'over' } } }),
      ).rejects.toThrow(/the portal may (not|only) touch/);
    }
    await expect(
      patch(`/api/v1/namespaces/${own}?dryRun=All`, {
        metadata: { labels: { 'sandlot.dev/template': 'changed' } },
      }),
    ).resolves.toMatchObject({ kind: 'Namespace' });
  });

  it('make no token of an account outside of environments', async () => {
    for (const home of [foreign, system]) {
      const account = serviceAccount(
        home,
        personAccountName('owner', 'user:default/dana'),
      );
      await make(admin, account);
      made.push(account);
      await expect(
        portal.request({
          method: 'POST',
          path: `${objectPath(referenceTo(account))}/token`,
          body: { spec: {} },
        }),
      ).rejects.toThrow(ONLY_IN_LABELLED);
    }
  });

  it('end at dry runs in the namespace of the workbench', async () => {
    const path = `/api/v1/namespaces/${WORKBENCH_NAMESPACE}`;
    const objects = `${path}/configmaps`;
    const tried = `${objects}/${name}`;
    const body = { metadata: { name } };
    const only = 'the portal may only try things out in sandlot-workbench';
    await portal.request({
      method: 'POST',
      path: `${objects}?dryRun=All`,
      body,
    });
    await admin.request({ method: 'POST', path: objects, body });
    for (const attempt of [
      portal.request({
        method: 'POST',
        path: objects,
        body: { metadata: { name: `${name}-2` } },
      }),
      patch(tried, { data: { a: 'b' } }),
      portal.request({ method: 'DELETE', path: tried }),
      patch(path, { metadata: { labels: { 'sandlot.dev/x': 'y' } } }),
      portal.request({ method: 'DELETE', path }),
    ]) {
      await expect(attempt).rejects.toThrow(only);
    }
    await admin.request({ method: 'DELETE', path: tried });
  });

  it('scale a ReplicaSet that somebody made, and do not make or delete one', async () => {
    const path = `/apis/apps/v1/namespaces/${own}/replicasets`;
    const body = { metadata: { name: 'theirs' }, spec: deploymentSpec() };
    await expect(
      portal.request({ method: 'POST', path, body }),
    ).rejects.toThrow('cannot create resource');
    await admin.request({ method: 'POST', path, body });
    const one = `${path}/theirs`;
    await expect(patch(one, { spec: { replicas: 0 } })).resolves.toMatchObject({
      spec: { replicas: 0 },
    });
    await expect(
      portal.request({ method: 'DELETE', path: one }),
    ).rejects.toThrow('cannot delete resource');
  });
});

function renamed(object: KubernetesObject): KubernetesObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, name: `${metadata.name}-2` } };
}
