import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';

/**
 * What people call an entity, such as `team-harbor`; whoever is not one of the catalog by the whole text.
 *
 * @public
 */
export function entityName(ref: string): string {
  if (!isEntityRef(ref)) {
    return ref;
  }
  const { namespace, name } = parseEntityRef(ref);
  return namespace === DEFAULT_NAMESPACE ? name : `${namespace}/${name}`;
}

/**
 * Whether the text names an entity that has a page.
 *
 * @public
 */
export function isEntityRef(ref: string): boolean {
  return /^[a-z0-9-]+:[^/]+\/.+$/i.test(ref);
}
