import path from 'node:path';
import { isControlPlaneBuilt, LocalCluster } from '@sandlot/local-cluster';
import type { ClusterConfig } from '../config/generatedConfig';
import type { Session } from '../session/runSession';
import type { OwnCluster } from './checkKubeconfig';
import { localClusterOptions } from './localClusterOptions';
import { whyNoGo } from './whyNoGo';

const LONGEST_CLUSTER_NAME = 63;

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
  options: { ownCluster?: OwnCluster; inMemory?: boolean } = {},
): Promise<PortalCluster> {
  const { ownCluster, inMemory } = options;
  if (inMemory) {
    return inMemoryTwin('as asked for');
  }
  if (ownCluster) {
    const { context } = ownCluster;
    return {
      config: {
        name: toClusterName(context),
        title: context,
        kubeconfig: ownCluster,
      },
    };
  }
  const noGo = (await isControlPlaneBuilt()) ? undefined : await whyNoGo();
  if (noGo) {
    return inMemoryTwin(noGo);
  }
  return startLocalCluster(session);
}

function startLocalCluster(session: Session): Promise<PortalCluster> {
  const { stages, supervisor, stateDir } = session;
  return stages.run('Control plane', async ({ note }) => {
    const built = await isControlPlaneBuilt();
    const cluster = await LocalCluster.start({
      ...(await localClusterOptions(path.join(stateDir, 'cluster'))),
      signal: supervisor.signal,
      onProgress: ({ message }) => note(message),
    });
    supervisor.own('The control plane', () => cluster.stop());
    cluster.exited.then(({ expected, message }) => {
      if (!expected) {
        supervisor.fail(new Error(message));
      }
    });
    if (!built) {
      note('built');
    }
    return {
      config: {
        name: 'local',
        title: 'This machine',
        kubeconfig: {
          file: cluster.portalKubeconfig!,
          context: cluster.portalContext,
        },
        simulated: true,
      },
      adminKubeconfig: cluster.adminKubeconfig,
    };
  });
}

function inMemoryTwin(reason: string): PortalCluster {
  return {
    // A name of its own: environments on a real cluster must not be taken for the twin's.
    config: { name: 'memory', title: 'In memory', inMemory: true },
    inMemoryBecause: reason,
  };
}

/** A DNS label, made of a context's name such as `kubernetes-admin@kubernetes`. */
export function toClusterName(context: string): string {
  const label = context
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(-LONGEST_CLUSTER_NAME)
    .replace(/^-+|-+$/g, '');
  return label || 'cluster';
}
