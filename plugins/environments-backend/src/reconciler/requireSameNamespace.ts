import { OperationScope } from './OperationScope';
import { PhaseFailure } from './PhaseFailure';

/**
 * Others may have deleted it and made one of the same name, which is not ours to
 * change anything in, whatever labels it has.
 *
 * @throws PhaseFailure when it is gone or another one
 */
export async function requireSameNamespace(
  scope: OperationScope,
): Promise<void> {
  const { namespace, namespaceUid } = scope.environment;
  const live = await scope.cluster.get({
    apiVersion: 'v1',
    kind: 'Namespace',
    name: namespace,
  });
  if (live && live.metadata.uid === namespaceUid) return;
  throw new PhaseFailure(
    live ? 'NamespaceReplaced' : 'NamespaceMissing',
    live
      ? `Namespace ${namespace} is another one than was made for this environment: its UID is ${live.metadata.uid}, ours was ${namespaceUid}. Nothing was changed in it. Delete the environment and make a new one`
      : `Namespace ${namespace} is gone: somebody has deleted it past the portal. Delete the environment and make a new one`,
  );
}
