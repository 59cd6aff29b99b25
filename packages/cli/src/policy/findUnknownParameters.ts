import type { JsonObject } from '@backstage/types';
import { parseGrammar } from '@sandlot/plugin-environments-node';
import type { TemplateProblem } from '@sandlot/plugin-environments-node';
import { z } from 'zod/v4';

/**
 * Names of parameters in a case file that the template has not got: a case with
 * one would pass for another reason than it says.
 *
 * @param parameters - JSON Schema; absent where the policies are of no template
 */
export function findUnknownParameters(
  caseFile: unknown,
  parameters: JsonObject | undefined,
): TemplateProblem[] {
  if (!parameters) return [];
  const names = Object.keys((parameters.properties ?? {}) as JsonObject);
  const facts = z
    .looseObject({
      parameters: z
        .strictObject(
          Object.fromEntries(names.map(name => [name, z.unknown().optional()])),
        )
        .optional(),
    })
    .optional();
  return parseGrammar(
    z.looseObject({ facts, cases: z.array(z.looseObject({ facts })) }),
    caseFile,
  ).problems;
}
