import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { getTestControlPlane } from '../testing/controlPlane';
import { policiesInForce } from '../testing/policiesInForce';
import { namespace } from './contract/manifests';
import { KubernetesConnection } from './KubernetesConnection';
import { until } from '../testing/until';

const CONFINED = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x' },
  spec: {
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'x',
        image: 'registry.invalid/x:1',
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  },
};

/** The one right that RBAC can't tell from another: `create pods` is for dry runs. */
describe("the portal's right to try out pods", () => {
  jest.setTimeout(60_000);

  let admin: KubernetesConnection;
  let portal: KubernetesConnection;
  const made: KubernetesObject[] = [];

  beforeAll(async () => {
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    portal = KubernetesConnection.fromKubeconfig({ file: portalKubeconfig });
    await policiesInForce(admin);
  }, 300_000);

  afterAll(async () => {
    for (const { metadata } of made) {
      await admin?.request({
        method: 'DELETE',
        path: `/api/v1/namespaces/${metadata.name}`,
      });
    }
    await Promise.all([admin?.close(), portal?.close()]);
  });

  /** Path of the pods of a new namespace. */
  async function podsOf(as: KubernetesConnection, manifest = namespace()) {
    const created = await as.request<KubernetesObject>({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: manifest,
    });
    made.push(created);
    return `/api/v1/namespaces/${created.metadata.name}/pods`;
  }

  function make(path: string) {
    return portal.request({ method: 'POST', path, body: CONFINED });
  }

  async function refusalOf(call: Promise<unknown>): Promise<string> {
    return call.then(
      () => '',
      error => error.message,
    );
  }

  it('ends at dry runs, and at its own namespaces', async () => {
    const foreign = namespace();
    delete foreign.metadata.labels;
    const theirs = await podsOf(admin, foreign);
    await expect(make(`${theirs}?dryRun=All`)).rejects.toThrow(
      'the portal may only touch objects in namespaces that carry',
    );

    const ours = await podsOf(portal);
    // Pods wait for their account, for the portal as for everybody.
    await until(async () => {
      const refusal = await refusalOf(make(`${ours}?dryRun=All`));
      if (!refusal) return true;
      expect(refusal).toContain('error looking up service account');
      return false;
    });
    await expect(make(ours)).rejects.toMatchObject({
      reason: 'Refused',
      message: expect.stringContaining(
        'the portal may only try out pods as a dry run',
      ),
    });
    await expect(
      admin.request({ method: 'GET', path: ours }),
    ).resolves.toMatchObject({ items: [] });
  });
});
