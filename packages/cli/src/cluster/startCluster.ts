import path from 'node:path';
import { LocalCluster } from '@sandlot/local-cluster';
import type { ClusterConfig } from '../config/generatedConfig';
import { fromRoot } from '../paths';
import type { Session } from '../session/runSession';
import type { OwnCluster } from './checkKubeconfig';
import { whyNoGo } from './findGo';
import { listManifests } from './listManifests';

/** The cluster that the portal makes its environments on. */
export interface PortalCluster {
  config: ClusterConfig;
  /** For the person: may do everything on the local control plane. */
  adminKubeconfig?: string;
  /** Set when nothing that is made is real, and why. */
  inMemoryBecause?: string;
}

/** Starts the local control plane, or takes one's own cluster, or the twin in memory. */
export async function startCluster(
  session: Session,
  options: { ownCluster?: OwnCluster; inMemory?: boolean },
): Promise<PortalCluster> {
  const { ownCluster, inMemory } = options;
  if (inMemory) {
    return inMemoryTwin('as asked for');
  }
  if (ownCluster) {
    return {
      config: { name: ownCluster.context, kubeconfig: ownCluster },
    };
  }
  const noGo = await whyNoGo();
  if (noGo) {
    return inMemoryTwin(noGo);
  }
  return session.stages.run('Control plane', async () => {
    const cluster = await LocalCluster.start({
      dataDir: path.join(session.stateDir, 'cluster'),
      manifests: await listManifests(fromRoot('deploy')),
    });
    session.supervisor.own('The control plane', () => cluster.stop());
    return {
      config: {
        name: 'local',
        title: 'This machine',
        kubeconfig: { file: cluster.portalKubeconfig },
        simulated: true,
      },
      adminKubeconfig: cluster.adminKubeconfig,
    };
  });
}

function inMemoryTwin(reason: string): PortalCluster {
  return {
    config: { name: 'local', title: 'In memory', inMemory: true },
    inMemoryBecause: reason,
  };
}
