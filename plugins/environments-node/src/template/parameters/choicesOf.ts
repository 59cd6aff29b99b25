import type { JsonObject } from '@backstage/types';

/** The values that a schema lists; undefined where it lists none. */
export function choicesOf(
  schema: Record<string, unknown>,
): unknown[] | undefined {
  if (Array.isArray(schema.enum)) {
    return schema.enum;
  }
  if (schema.const !== undefined) {
    return [schema.const];
  }
  const constants = Array.isArray(schema.oneOf)
    ? schema.oneOf.map(branch => (branch as JsonObject).const)
    : [];
  return constants.length > 0 && constants.every(item => item !== undefined)
    ? constants
    : undefined;
}
