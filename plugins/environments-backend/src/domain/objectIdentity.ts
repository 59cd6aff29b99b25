import { KubernetesObject } from '@sandlot/plugin-environments-node';

/** What tells the objects of one environment apart. */
export interface ObjectIdentity {
  apiVersion: string;
  kind: string;
  name: string;
}

export function identityOf({
  apiVersion,
  kind,
  metadata,
}: KubernetesObject): ObjectIdentity {
  return { apiVersion, kind, name: metadata.name };
}

/** Whether another one is the same object. */
export function isSameObject(one: ObjectIdentity | KubernetesObject) {
  return (other: ObjectIdentity | KubernetesObject): boolean =>
    one.apiVersion === other.apiVersion &&
    one.kind === other.kind &&
    nameOf(one) === nameOf(other);
}

function nameOf(object: ObjectIdentity | KubernetesObject): string {
  return isManifest(object) ? object.metadata.name : object.name;
}

function isManifest(
  object: ObjectIdentity | KubernetesObject,
): object is KubernetesObject {
  return 'metadata' in object;
}
