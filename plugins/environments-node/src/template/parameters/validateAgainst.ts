import type { JsonObject } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import { cloneJson } from '../tree';
import { toProblems } from './schemaProblems';
import { validatorOf } from './validatorOf';

/**
 * Holds values against a schema of parameters.
 *
 * @returns a copy with the schema's defaults filled in, and what does not fit
 */
export function validateAgainst(
  schema: JsonObject | undefined,
  values: JsonObject,
  path: string,
): { values: JsonObject; problems: Problem[] } {
  const complete = cloneJson(values);
  const errors = validatorOf(schema)(complete);
  return { values: complete, problems: toProblems(errors, path) };
}
