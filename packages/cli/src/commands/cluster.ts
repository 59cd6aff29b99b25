import {
  findCluster,
  startDetachedCluster,
  stopDetachedCluster,
  type ClusterAccess,
} from '@sandlot/local-cluster';
import { InputError, NotFoundError } from '@backstage/errors';
import { localClusterOptions } from '../cluster/localClusterOptions';
import { fromRoot } from '../paths';
import { Stages } from '../ui/Stages';

/** Apart from the portal's own, which comes and goes with the portal. */
const dataDir = fromRoot('.sandlot/detached-cluster');
const portalsDataDir = fromRoot('.sandlot/cluster');

/** Starts the control plane and leaves it running. */
export async function clusterUp(): Promise<void> {
  const options = await localClusterOptions(dataDir);
  const { adminKubeconfig } = await new Stages().run(
    'Control plane',
    ({ note }) =>
      startDetachedCluster({
        ...options,
        onProgress: ({ message }) => note(message),
      }),
  );
  console.log(
    `\nTry:   kubectl --kubeconfig ${adminKubeconfig} get nodes\nStop:  ./sandlot cluster down`,
  );
}

/** Stops the control plane and keeps its data. */
export async function clusterDown(): Promise<void> {
  const stopped = await stopDetachedCluster({ dataDir });
  console.log(stopped ? 'Stopped. Its data stay.' : 'None was running.');
}

/** Prints the path of a kubeconfig, and nothing else; of the portal's cluster if that alone runs. */
export async function clusterKubeconfig(options: {
  admin?: boolean;
  portal?: boolean;
}): Promise<void> {
  if (options.admin && options.portal) {
    throw new InputError('--admin and --portal are two kubeconfigs: name one.');
  }
  const cluster =
    (await findCluster({ dataDir })) ??
    (await findCluster({ dataDir: portalsDataDir }));
  if (!cluster) {
    throw new NotFoundError(
      'The control plane does not run. Start it with `./sandlot cluster up`.',
    );
  }
  console.log(kubeconfigOf(cluster, Boolean(options.portal)));
}

function kubeconfigOf(cluster: ClusterAccess, portal: boolean): string {
  if (!portal) {
    return cluster.adminKubeconfig;
  }
  if (!cluster.portalKubeconfig) {
    throw new NotFoundError(
      'There is no kubeconfig for the portal. Make it with `./sandlot cluster up`.',
    );
  }
  return cluster.portalKubeconfig;
}
