import { KubernetesObject } from '@sandlot/plugin-environments-node';

/** A manifest to be applied: a Namespace with the UID of the one that is ours. */
export function pinned(
  { namespaceUid }: { namespaceUid?: string },
  manifest: KubernetesObject,
): KubernetesObject {
  return manifest.kind === 'Namespace'
    ? { ...manifest, metadata: { ...manifest.metadata, uid: namespaceUid } }
    : manifest;
}
