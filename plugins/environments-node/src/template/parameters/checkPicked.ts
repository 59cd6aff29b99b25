import type { ParameterUi, Problem } from '@sandlot/plugin-environments-common';

/** Kind, namespace and name, as the catalog admits them. */
const FULL_REF =
  /^[a-z][a-z0-9]{0,62}:[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/[a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?$/i;
/** What a cluster can be called in the portal's configuration. */
const CLUSTER = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The shape of what was picked; whether it exists is for others to find out.
 * An empty text is nothing picked.
 */
export function checkPicked(
  ui: ParameterUi | undefined,
  value: unknown,
  path: string,
): Problem | undefined {
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  if (ui?.picker === 'catalog' && !FULL_REF.test(value)) {
    return {
      path,
      message: `"${value}" is no full entity reference`,
      expected: 'one such as component:default/checkout',
    };
  }
  if (ui?.picker === 'cluster' && !CLUSTER.test(value)) {
    return {
      path,
      message: `"${value}" is no name of a cluster`,
      expected: 'lower case letters, digits and hyphens',
    };
  }
  return undefined;
}
