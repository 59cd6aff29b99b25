import { Config } from '@backstage/config';
import { InputError, isError } from '@backstage/errors';
import { Cluster as ClusterInfo } from '@sandlot/plugin-environments-common';
import { Cluster } from './Cluster';
import { ClusterSignIn } from './ClusterSignIn';
import { ClusterConfig, readClustersConfig } from './clustersConfig';
import { InMemoryCluster } from './InMemoryCluster';
import { KubernetesCluster } from './KubernetesCluster';
import { KubernetesCall } from './KubernetesConnection';

/** Hears of each request to the API server of a cluster. */
export type OnClusterCall = (cluster: string, call: KubernetesCall) => void;

/** The clusters on which environments are made, by name. */
export class Clusters {
  private readonly clusters: Map<string, Cluster>;

  /**
   * Reads `environments.clusters`. No cluster is called yet.
   * @throws InputError that names the path of each fault and what was expected there
   */
  static fromConfig(config: Config, onCall?: OnClusterCall): Clusters {
    return Clusters.create(
      readClustersConfig(config).map((cluster, index) =>
        createCluster(cluster, index, onCall),
      ),
    );
  }

  /** @param clusters - at least one, the default first */
  static create(clusters: Cluster[]): Clusters {
    return new Clusters(clusters);
  }

  private constructor(clusters: Cluster[]) {
    this.clusters = new Map(
      clusters.map(cluster => [cluster.info.name, cluster]),
    );
  }

  /** @throws InputError that names the clusters there are */
  get(name: string): Cluster {
    const cluster = this.clusters.get(name);
    if (!cluster) {
      throw new InputError(
        `There is no cluster "${name}"; there is ${[
          ...this.clusters.keys(),
        ].join(', ')}`,
      );
    }
    return cluster;
  }

  list(): Cluster[] {
    return [...this.clusters.values()];
  }

  /** The first in the configuration. */
  get default(): Cluster {
    return this.list()[0];
  }

  async close(): Promise<void> {
    await Promise.all(this.list().map(cluster => cluster.close()));
  }
}

function createCluster(
  config: ClusterConfig,
  index: number,
  onCall?: OnClusterCall,
): Cluster {
  const info: ClusterInfo = {
    name: config.name,
    title: config.title ?? config.name,
    reality: realityOf(config),
    ...(config.access?.type === 'oidc' && { signIn: 'oidc' as const }),
    ...(config.labels && { labels: config.labels }),
  };
  const signIn = signInOf(config);
  if (!config.kubeconfig) {
    return InMemoryCluster.create({ info, signIn });
  }
  try {
    return KubernetesCluster.fromKubeconfig({
      info,
      signIn,
      ...config.kubeconfig,
      publicServer: config.publicServer,
      onCall: call => onCall?.(config.name, call),
    });
  } catch (error) {
    throw new InputError(
      `environments.clusters[${index}].kubeconfig: ${
        isError(error) ? error.message : error
      }`,
    );
  }
}

function signInOf({ access }: ClusterConfig): ClusterSignIn | undefined {
  if (access?.type !== 'oidc') return undefined;
  const { issuerUrl, clientId, extraScopes = [] } = access;
  return {
    issuerUrl,
    clientId,
    extraScopes,
    username: {
      annotation: access.usernameAnnotation,
      prefix: access.usernamePrefix,
    },
  };
}

function realityOf(config: ClusterConfig): ClusterInfo['reality'] {
  if (config.inMemory) {
    return 'memory';
  }
  return config.simulated ? 'simulated' : 'real';
}
