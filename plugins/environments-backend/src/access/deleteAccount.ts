import { Cluster } from '../clusters/Cluster';

/**
 * Deletes a person's account and its binding; where they sign in to the cluster by
 * themselves there is the binding alone, and with it their rights go at once. Without the one no token of it is
 * accepted; the API server may remember for ten seconds that it accepted one, and then
 * the other is missed, which it knows at once.
 */
export async function deleteAccount(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<void> {
  const objects = [
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
    { apiVersion: 'v1', kind: 'ServiceAccount' },
  ].map(kind => ({ ...kind, name, namespace }));
  await Promise.all(
    objects.map(async reference => {
      const found = await cluster.get(reference);
      if (found) await cluster.deleteObject(reference, found.metadata.uid!);
    }),
  );
}
