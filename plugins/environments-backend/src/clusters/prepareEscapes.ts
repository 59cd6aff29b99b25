import { randomUUID } from 'node:crypto';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { getTestControlPlane } from '../testing/controlPlane';
import { policiesInForce } from '../testing/policiesInForce';
import { namespace } from './contract/manifests';
import { KubernetesCluster } from './KubernetesCluster';
import {
  KubernetesConnection,
  KubernetesRequest,
} from './KubernetesConnection';
import { collectionPath } from './objectPath';

const APPLY = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';

export const NOT_IN_LABELLED =
  'the portal may only touch objects in namespaces that carry';

/** What escapes are tried with and on, once it has begun. */
export interface EscapeScope {
  admin: KubernetesConnection;
  /** With the credential of the portal, as whoever stole it. */
  portal: KubernetesConnection;
  portalKubeconfig: string;
  /** The portal itself, which has rules of its own. */
  engine: KubernetesCluster;
  /** A namespace that the portal made. */
  own: KubernetesObject;
  /** A namespace of somebody else. */
  foreign: KubernetesObject;
}

/** Registers what must be there before and go after the tests of a `describe`. */
export function prepareEscapes() {
  const scope = {} as EscapeScope;

  beforeAll(async () => {
    const plane = await getTestControlPlane();
    scope.portalKubeconfig = plane.portalKubeconfig;
    scope.admin = KubernetesConnection.fromKubeconfig({
      file: plane.adminKubeconfig,
    });
    scope.portal = KubernetesConnection.fromKubeconfig({
      file: plane.portalKubeconfig,
    });
    scope.engine = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: plane.portalKubeconfig,
    });
    await policiesInForce(scope.admin);
    scope.own = await make(scope.portal, namespace());
    const strange = namespace();
    delete strange.metadata.labels;
    scope.foreign = await make(scope.admin, strange);
  }, 300_000);

  afterAll(async () => {
    const { admin, portal, engine, own, foreign } = scope;
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
    scope.portal.request({ method: 'PATCH', path, body, contentType: MERGE });

  const apply = (path: string, body: object) =>
    scope.portal.request({
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
      scope.portal.request({
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

  return {
    scope,
    /** In the names of what is tried for the whole cluster. */
    suffix: randomUUID().slice(0, 8),
    make,
    pathOf,
    patch,
    apply,
    expectRefused,
    expectNoRight,
  };
}
