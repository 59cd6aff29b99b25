import {
  KubernetesObject,
  LABEL_REQUEST,
} from '@sandlot/plugin-environments-node';
import { ObjectReference } from './Cluster';
import { ClusterError } from './ClusterError';

/** What a manifest is found by. */
export function referenceTo(manifest: KubernetesObject): ObjectReference {
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, namespace };
}

/** Whether a namespace that is there was made by the request that asks again. */
export function isFromSameRequest(
  present: KubernetesObject,
  wanted: KubernetesObject,
): boolean {
  const request = wanted.metadata.labels?.[LABEL_REQUEST];
  return !!request && present.metadata.labels?.[LABEL_REQUEST] === request;
}

/**
 * Applying makes what is not there and adopts what is. A Namespace is pinned by
 * its UID, so that neither can happen to it.
 */
export function requireUid(manifest: KubernetesObject): void {
  if (manifest.kind === 'Namespace' && !manifest.metadata.uid) {
    throw new ClusterError(
      'Refused',
      `Namespace "${manifest.metadata.name}" can only be applied with metadata.uid; createNamespace makes one`,
    );
  }
}

/** All of an environment is deleted in one way alone, which waits for its end. */
export function requireNoNamespace(reference: ObjectReference): void {
  if (reference.kind === 'Namespace') {
    throw new ClusterError(
      'Refused',
      `Namespace "${reference.name}" is not deleted as one object; deleteNamespace deletes it with all that is in it`,
    );
  }
}
