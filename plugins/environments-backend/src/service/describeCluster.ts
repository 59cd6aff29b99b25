import { Cluster } from '@sandlot/plugin-environments-common';
import { Clusters } from '../clusters/Clusters';

/** Environments outlive the configuration of the cluster that they are on. */
export function describeCluster(clusters: Clusters, name: string): Cluster {
  return (
    clusters.list().find(({ info }) => info.name === name)?.info ?? {
      name,
      title: name,
      reality: 'real',
    }
  );
}
