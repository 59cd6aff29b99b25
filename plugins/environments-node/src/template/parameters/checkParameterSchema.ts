import type { JsonObject } from '@backstage/types';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';
import { checkPatterns } from './checkPatterns';
import { propertiesOf } from './propertiesOf';
import { validateAgainst } from './validateAgainst';
import { validatorOf } from './validatorOf';

const PARAMETER_NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;

/** Faults of the schema itself, such as a keyword that would be ignored. */
export function checkParameterSchema(
  schema: JsonObject | undefined,
  path: string,
): TemplateProblem[] {
  const properties = isPlainObject(schema?.properties) ? schema.properties : {};
  const problems: TemplateProblem[] = Object.keys(properties)
    .filter(name => !PARAMETER_NAME.test(name))
    .map(name => ({
      path: pointer(path, 'properties', name),
      message: `"${name}" can't be written in an expression`,
      expected: 'letters and digits, a letter first, such as "logLevel"',
    }));
  const patterns = checkPatterns(schema, path);
  if (patterns.length > 0) {
    return [...problems, ...patterns];
  }
  try {
    validatorOf(schema);
  } catch (error) {
    return [
      ...problems,
      {
        path,
        message: (error as Error).message,
        expected: 'JSON Schema, draft-07',
      },
    ];
  }
  return problems.length > 0 ? problems : checkDefaults(schema, path);
}

/** A default that its own schema refuses would be a form that can't be sent. */
function checkDefaults(
  schema: JsonObject | undefined,
  path: string,
): TemplateProblem[] {
  // All at once: what is not given has its default.
  const { problems } = validateAgainst(schema, {}, '');
  return propertiesOf(schema)
    .filter(property => property.schema.default !== undefined)
    .flatMap(({ name }) =>
      problems
        .filter(
          problem =>
            problem.path === pointer('', name) ||
            problem.path.startsWith(pointer('', name, '')),
        )
        .slice(0, 1)
        .map(({ message, expected }) => ({
          path: pointer(path, 'properties', name, 'default'),
          message: `does not fit its own schema: ${message}`,
          ...(expected !== undefined && { expected }),
        })),
    );
}
