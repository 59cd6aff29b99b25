import type { JsonObject } from '@backstage/types';
import { at, objectAt } from '../at';
import type { FrozenCheck } from '../checks/FrozenCheck';
import type { ExpressionContext, Expressions } from '../expressions';
import type { TemplatePart } from '../modules/TemplatePart';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import type { PlainObject } from '../tree';

const PATH = '/spec/checks';
const USUAL_TIMEOUT_SECONDS = 300;

/** The checks of a part, with the values that they speak of. */
export function renderChecksOf(
  part: TemplatePart,
  objects: PlainObject[],
  expressions: Expressions,
  context: ExpressionContext,
): { checks: FrozenCheck[]; problems: TemplateProblem[] } {
  const problems: TemplateProblem[] = [];
  const checks = part.checks.map((check, index): FrozenCheck => {
    const { apiVersion, kind } = check.object;
    const path = pointer(PATH, index, 'object', 'name');
    const evaluated = expressions.evaluate(check.object.name, path, context);
    const name = String(evaluated.value);
    problems.push(...evaluated.problems);
    const isMade = objects.some(
      object =>
        object.apiVersion === apiVersion &&
        object.kind === kind &&
        at(object, 'metadata', 'name') === name,
    );
    if (!isMade && evaluated.problems.length === 0) {
      problems.push({
        path,
        message: `the check "${check.name}" waits for a ${kind} "${name}", which is not made`,
      });
    }
    return {
      name: check.name,
      object: { apiVersion, kind, name },
      that: check.that,
      message: check.message,
      timeoutSeconds: check.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS,
      origin: part.origin,
      ...readBy(expressions.parametersOfCheck(check.that), part, context),
    };
  });
  return { checks, problems };
}

/** Of the parameters and their schema only what the check reads: it is stored with each environment. */
function readBy(
  names: string[],
  { parameters: schema }: TemplatePart,
  context: ExpressionContext,
): Pick<FrozenCheck, 'context' | 'schema'> {
  const properties = objectAt(schema, 'properties');
  const pick = (from: PlainObject) =>
    Object.fromEntries(
      Object.entries(from).filter(([name]) => names.includes(name)),
    ) as JsonObject;
  return {
    context: {
      ...context,
      parameters: pick(context.parameters),
    } as unknown as JsonObject,
    schema: { type: 'object', properties: pick(properties) },
  };
}
