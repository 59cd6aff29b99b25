import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { ClusterError } from '../ClusterError';
import { resourceOf } from '../objectPath';
import { notFound } from './notFound';

/**
 * Refuses what an API server refuses whatever is in the object.
 * @param home - the Namespace that it is for
 */
export function requirePlaceFor(
  manifest: KubernetesObject,
  present: KubernetesObject | undefined,
  home: KubernetesObject | undefined,
): void {
  const resource = resourceOf(manifest.apiVersion, manifest.kind);
  const { name, namespace, uid } = manifest.metadata;
  if (uid && !present) {
    throw new ClusterError(
      'Refused',
      `Operation cannot be fulfilled on ${resource} "${name}": uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
      { status: 409 },
    );
  }
  if (uid && uid !== present?.metadata.uid) {
    throw new ClusterError(
      'Refused',
      `${manifest.kind} "${name}" is invalid: metadata.uid: Invalid value: "${uid}": field is immutable`,
      { status: 422 },
    );
  }
  if (manifest.kind === 'Namespace') {
    return;
  }
  if (!home) {
    throw notFound('namespaces', namespace!);
  }
  if (!present && isTerminating(home)) {
    throw new ClusterError(
      'Refused',
      `${resource} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
      { status: 403 },
    );
  }
}

export function isTerminating(namespace: KubernetesObject): boolean {
  return namespace.metadata.deletionTimestamp !== undefined;
}
