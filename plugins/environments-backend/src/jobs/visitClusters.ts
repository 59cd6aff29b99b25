import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Cluster } from '../clusters/Cluster';
import { Clusters } from '../clusters/Clusters';
import { Leader } from './Leader';

/**
 * Goes over all clusters, on one backend of many. One that does not answer keeps no other
 * from its turn.
 *
 * @param failure - for the process's log: what could not be done with a cluster, and when it is tried again
 * @returns whether it was this backend that did
 */
export async function visitClusters(
  by: { leader: Leader; clusters: Clusters; logger: LoggerService },
  failure: string,
  visit: (cluster: Cluster) => Promise<void>,
): Promise<boolean> {
  if (!(await by.leader.leads())) return false;
  for (const cluster of by.clusters.list()) {
    await visit(cluster).catch(error =>
      by.logger.warn(
        `Cluster ${cluster.info.name} ${failure}: ${stringifyError(error)}`,
      ),
    );
  }
  return true;
}
