import {
  AppsV1Api,
  type ApiType,
  CoreV1Api,
  KubeConfig,
  NetworkingV1Api,
  RbacAuthorizationV1Api,
} from '@kubernetes/client-node';

/** What the tests ask a cluster, with one person's rights. */
export interface ClusterClient {
  core: CoreV1Api;
  apps: AppsV1Api;
  networking: NetworkingV1Api;
  rbac: RbacAuthorizationV1Api;
}

/** The cluster beside the portal, with all rights: nothing of ours in between. */
export function clusterAsAdmin(): ClusterClient {
  const file = process.env.SANDLOT_TEST_ADMIN_KUBECONFIG;
  if (!file) {
    throw new Error(
      'SANDLOT_TEST_ADMIN_KUBECONFIG must name the admin kubeconfig that ./sandlot start prints',
    );
  }
  const config = new KubeConfig();
  config.loadFromFile(file);
  return clientsOf(config);
}

/** The cluster as whoever holds this kubeconfig reaches it. */
export function clusterWith(kubeconfig: string): ClusterClient {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return clientsOf(config);
}

/** The status with which the cluster answers; 200 for any success. */
export async function statusOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 200;
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return Number(error.code);
    }
    throw error;
  }
}

function clientsOf(config: KubeConfig): ClusterClient {
  function make<T extends ApiType>(
    api: Parameters<typeof config.makeApiClient<T>>[0],
  ): T {
    return config.makeApiClient(api);
  }
  return {
    core: make(CoreV1Api),
    apps: make(AppsV1Api),
    networking: make(NetworkingV1Api),
    rbac: make(RbacAuthorizationV1Api),
  };
}
