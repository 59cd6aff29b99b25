import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { ENVIRONMENT_MODULE_KIND } from '@sandlot/plugin-environments-common';

/**
 * The full entity reference of a module that a template names, such as
 * `environmentmodule:default/quota` for `quota`.
 *
 * @returns undefined when it can't be the name of a module
 *
 * @public
 */
export function moduleRefOf(name: string): string | undefined {
  try {
    const ref = parseEntityRef(name, {
      defaultKind: ENVIRONMENT_MODULE_KIND,
      defaultNamespace: DEFAULT_NAMESPACE,
    });
    return ref.kind.toLowerCase() === ENVIRONMENT_MODULE_KIND.toLowerCase()
      ? stringifyEntityRef(ref)
      : undefined;
  } catch {
    return undefined;
  }
}
