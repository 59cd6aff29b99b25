import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import { Expressions } from '../expressions';
import { pointer } from '../pointer';
import { cloneJson } from '../tree';
import { propertiesOf } from './propertiesOf';

/** What {@link hideParameters} decided. */
export interface HiddenParameters {
  parameters: JsonObject;
  /** Names of those that are not asked for. */
  hidden: string[];
  problems: Problem[];
}

/**
 * Gives parameters that are not asked for their default. Whether they are is
 * decided once, with every default filled in and before any is reset; that is
 * well defined because `ui.when` reads unconditional parameters only.
 *
 * @param complete - with the defaults filled in
 * @param sent - as the person sent them
 * @param isFit - whether the schema found no fault; else a condition that can't
 * be told is not worth a word of its own
 */
export function hideParameters(
  schema: JsonObject | undefined,
  complete: JsonObject,
  sent: JsonObject,
  isFit: boolean,
  path: string,
): HiddenParameters {
  const result: HiddenParameters = {
    parameters: { ...complete },
    hidden: [],
    problems: [],
  };
  const conditional = propertiesOf(schema).filter(
    ({ ui }) => ui?.when !== undefined,
  );
  if (conditional.length === 0) {
    return result;
  }
  const expressions = Expressions.create(schema, 'form');
  const context = { parameters: complete };
  for (const { name, ui, schema: property } of conditional) {
    const at = pointer(path, name);
    const { holds, problems } = expressions.decide(ui!.when!, at, context);
    if (problems.length > 0) {
      if (isFit) {
        result.problems.push({
          path: at,
          message: `whether it is asked for can't be told: ${problems[0].message}`,
        });
      }
    } else if (!holds) {
      const usual = property.default!;
      if (Object.hasOwn(sent, name) && !isDeepStrictEqual(sent[name], usual)) {
        result.problems.push({
          path: at,
          message: 'it is not asked for with these choices',
          expected: `${JSON.stringify(usual)}, or nothing`,
        });
      }
      result.hidden.push(name);
      result.parameters[name] = cloneJson(usual) as JsonObject[string];
    }
  }
  return result;
}
