import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Cluster, ObjectKind } from './Cluster';
import { ClusterError } from './ClusterError';
import { NAMESPACED_KINDS } from './objectPath';

/**
 * What is in a namespace, whoever made it, of the kinds that Sandlot handles. A kind
 * that the cluster refuses to list is left out.
 *
 * @throws ClusterError when the cluster does not answer
 */
export async function listContent(
  cluster: Pick<Cluster, 'listInNamespace'>,
  namespace: string,
  kinds: readonly ObjectKind[] = NAMESPACED_KINDS,
): Promise<KubernetesObject[]> {
  const lists = await Promise.all(
    kinds.map(kind =>
      cluster.listInNamespace(namespace, kind).catch(error => {
        const refused = error instanceof ClusterError && !error.isTransient;
        if (!refused) throw error;
        return [];
      }),
    ),
  );
  return lists.flat();
}
