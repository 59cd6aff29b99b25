import {
  KubernetesObject,
  LABEL_ORIGIN,
} from '@sandlot/plugin-environments-node';

/** Who brought an object: the template, one of its modules or add-ons, the developer; the portal the Namespace. */
export function originOf({ kind, metadata }: KubernetesObject): string {
  return kind === 'Namespace'
    ? 'portal'
    : metadata.labels?.[LABEL_ORIGIN] ?? 'template';
}
