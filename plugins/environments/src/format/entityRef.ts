import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';

/** Such as `team-harbor`; whoever is not a catalog entity by the whole text. */
export function entityName(ref: string): string {
  if (!isEntityRef(ref)) {
    return ref;
  }
  const { namespace, name } = parseEntityRef(ref);
  return namespace === DEFAULT_NAMESPACE ? name : `${namespace}/${name}`;
}

/** Whether the text names an entity that has a page. */
export function isEntityRef(ref: string): boolean {
  return /^[a-z0-9-]+:[^/]+\/.+$/i.test(ref);
}

/** `environmenttemplate:default/service` to `default/service`. */
export function toTemplateKey(ref: string): string {
  return ref.slice(ref.indexOf(':') + 1);
}
