import type { JsonObject } from '@backstage/types';
import { at } from '../at';
import { hasExpression } from '../expressions';
import type { Expressions } from '../expressions';
import { validateAgainst } from '../parameters/validateAgainst';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';

/** CEL types of which a value may be, for what a JSON Schema says. */
const FITTING: Readonly<Record<string, RegExp>> = {
  string: /^string$/,
  integer: /^int$/,
  number: /^(int|double)$/,
  boolean: /^bool$/,
  array: /^list/,
  object: /^map/,
};

/**
 * The values that a template gives to a module: that the module knows them,
 * that none is missing, and that they fit, as far as that shows before any
 * parameter is known.
 *
 * @param schema - JSON Schema of the module's parameters
 * @param expressions - of the template
 */
export function checkWith(
  values: JsonObject,
  schema: JsonObject | undefined,
  expressions: Expressions,
  path: string,
): TemplateProblem[] {
  const properties = (at(schema, 'properties') ?? {}) as PlainObject;
  const known = Object.keys(properties);
  return [
    ...Object.keys(values)
      .filter(name => !known.includes(name))
      .map(name => ({
        path: pointer(path, name),
        message: 'the module has no such parameter',
        expected: `one of ${known.join(', ') || 'none'}`,
      })),
    ...missing(values, schema, properties, path),
    ...expressions.check(values, path),
    ...known
      .filter(name => Object.hasOwn(values, name))
      .flatMap(name =>
        checkType(
          values[name],
          properties[name],
          expressions,
          pointer(path, name),
        ),
      ),
    ...checkLiterals(values, schema, known, expressions, path),
  ];
}

function missing(
  values: JsonObject,
  schema: JsonObject | undefined,
  properties: PlainObject,
  path: string,
): TemplateProblem[] {
  const required = (at(schema, 'required') ?? []) as string[];
  return required
    .filter(
      name =>
        !Object.hasOwn(values, name) &&
        at(properties[name], 'default') === undefined,
    )
    .map(name => ({
      path: pointer(path, name),
      message: `missing: the module requires "${name}"`,
    }));
}

function checkType(
  value: unknown,
  property: unknown,
  expressions: Expressions,
  path: string,
): TemplateProblem[] {
  const wanted = at(property, 'type');
  if (typeof wanted !== 'string' || !hasExpression(value)) {
    return [];
  }
  const type = expressions.typeOf(value);
  const isFit =
    type === undefined ||
    type === 'dyn' ||
    FITTING[wanted]?.test(type) !== false;
  return isFit
    ? []
    : [
        {
          path,
          message: `comes out as ${type}, and the module's parameter is of type ${wanted}`,
          expected: `a value of type ${wanted}`,
        },
      ];
}

/** What holds no expression is as it will be. */
function checkLiterals(
  values: JsonObject,
  schema: JsonObject | undefined,
  known: string[],
  expressions: Expressions,
  path: string,
): TemplateProblem[] {
  const literals = Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => known.includes(name) && !holdsExpression(value),
    ),
  );
  const { value } = expressions.evaluate(literals, path, { parameters: {} });
  return validateAgainst(schema, value as JsonObject, path).problems.filter(
    problem =>
      Object.keys(literals).some(name => {
        const own = pointer(path, name);
        return problem.path === own || problem.path.startsWith(`${own}/`);
      }),
  );
}

function holdsExpression(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(holdsExpression);
  }
  return isPlainObject(value)
    ? Object.values(value).some(holdsExpression)
    : hasExpression(value);
}
