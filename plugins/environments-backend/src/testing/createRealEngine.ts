import { Knex } from 'knex';
import { KubernetesCluster } from '../clusters/KubernetesCluster';
import { KubernetesConnection } from '../clusters/KubernetesConnection';
import { getTestControlPlane } from './controlPlane';
import { TestEngine, createTestEngine } from './createTestEngine';
import { TestCatalog } from './testCatalog';

/** An engine on a real control plane, with the portal's own rights there. */
export interface RealEngine extends TestEngine {
  cluster: KubernetesCluster;
  /** Somebody who may do everything there. */
  admin: KubernetesConnection;
  /** File with the portal's rights. */
  kubeconfig: string;
  stop(): Promise<void>;
}

/** `createTestEngine` on the control plane that the tests share. */
export async function createRealEngine(options: {
  knex: Knex;
  catalog?: TestCatalog;
}): Promise<RealEngine> {
  const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
  const admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
  const cluster = KubernetesCluster.fromKubeconfig({
    info: { name: 'local', title: 'Local', reality: 'simulated' },
    file: portalKubeconfig,
  });
  const engine = await createTestEngine({ ...options, cluster });
  return {
    ...engine,
    cluster,
    admin,
    kubeconfig: portalKubeconfig,
    async stop() {
      await engine.store.jobs.stop();
      await Promise.all([cluster.close(), admin.close()]);
    },
  };
}
