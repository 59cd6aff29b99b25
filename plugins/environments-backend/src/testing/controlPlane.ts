import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalCluster } from '@sandlot/local-cluster';

/** Paths of kubeconfigs for a real control plane with the manifests of `deploy/`. */
export interface TestControlPlane {
  adminKubeconfig: string;
  portalKubeconfig: string;
}

export interface OwnControlPlane extends TestControlPlane {
  stop(): Promise<void>;
}

const DEPLOY = resolve(__dirname, '../../../../deploy');

let own: Promise<OwnControlPlane> | undefined;

/**
 * The control plane that `./sandlot test` names in `SANDLOT_TEST_ADMIN_KUBECONFIG`
 * and `SANDLOT_TEST_PORTAL_KUBECONFIG`, shared by all test files. Without them each
 * test file that asks gets one of its own, which is stopped when the file is done.
 * That takes five seconds, and minutes the first time on a machine: give a
 * `beforeAll` that calls this a generous time-out.
 */
export async function getTestControlPlane(): Promise<TestControlPlane> {
  const adminKubeconfig = process.env.SANDLOT_TEST_ADMIN_KUBECONFIG;
  const portalKubeconfig = process.env.SANDLOT_TEST_PORTAL_KUBECONFIG;
  if (adminKubeconfig && portalKubeconfig) {
    return { adminKubeconfig, portalKubeconfig };
  }
  own ??= startControlPlane();
  return own;
}

afterAll(async () => {
  const started = await own?.catch(() => undefined);
  await started?.stop();
});

/**
 * One more, beside the shared one; the test stops it.
 *
 * @param authenticationConfig - by which it knows people by an identity provider
 */
export async function startControlPlane(
  authenticationConfig?: string,
): Promise<OwnControlPlane> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sandlot-test-'));
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  try {
    const cluster = await LocalCluster.start({
      dataDir,
      authenticationConfig,
      manifests: [
        'portal-rbac.yaml',
        'environment-roles.yaml',
        'admission-policy.yaml',
      ].map(name => join(DEPLOY, name)),
      portalServiceAccount: {
        namespace: 'sandlot-system',
        name: 'sandlot-portal',
      },
    });
    return {
      adminKubeconfig: cluster.adminKubeconfig,
      portalKubeconfig: cluster.portalKubeconfig!,
      async stop() {
        await cluster.stop();
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}
