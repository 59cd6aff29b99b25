import {
  ENVIRONMENT_MODULE_KIND,
  ENVIRONMENT_TEMPLATE_KIND,
} from '@sandlot/plugin-environments-common';

/** A template or module as the target of a record. */
export function targetOf(ref: string): { kind: string; name: string } {
  return {
    kind: ref.startsWith(`${ENVIRONMENT_MODULE_KIND.toLowerCase()}:`)
      ? ENVIRONMENT_MODULE_KIND
      : ENVIRONMENT_TEMPLATE_KIND,
    name: ref.slice(ref.indexOf('/') + 1),
  };
}
