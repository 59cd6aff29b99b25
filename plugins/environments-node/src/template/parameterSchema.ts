import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { JsonObject } from '@backstage/types';
import type { Problem } from '@sandlot/plugin-environments-common';
import type { EnvironmentTemplate } from './EnvironmentTemplate';
import { pointer } from './pointer';
import { isPlainObject } from './tree';

const PARAMETER_NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;
const NOTHING_TO_CHOOSE: JsonObject = { type: 'object' };

const validators = new WeakMap<EnvironmentTemplate, ValidateFunction>();

/** The compiled schema of a template's parameters. */
export function validatorOf(template: EnvironmentTemplate): ValidateFunction {
  const known = validators.get(template);
  if (known) {
    return known;
  }
  const validator = compile(template.spec.parameters);
  validators.set(template, validator);
  return validator;
}

/** Faults of the schema itself, such as a keyword that would be ignored. */
export function checkParameterSchema(
  schema: JsonObject | undefined,
  path: string,
): Problem[] {
  const properties = isPlainObject(schema?.properties) ? schema.properties : {};
  const problems = Object.keys(properties)
    .filter(name => !PARAMETER_NAME.test(name))
    .map(name => ({
      path: pointer(path, 'properties', name),
      message: `"${name}" can't be written in an expression`,
      expected: 'letters and digits, a letter first, such as "logLevel"',
    }));
  try {
    compile(schema);
  } catch (error) {
    problems.push({
      path,
      message: (error as Error).message,
      expected: 'JSON Schema, draft-07',
    });
  }
  return problems;
}

function compile(schema: JsonObject = NOTHING_TO_CHOOSE): ValidateFunction {
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    useDefaults: true,
    coerceTypes: false,
    verbose: true,
  });
  addFormats(ajv);
  return ajv.compile(closed(schema) as JsonObject);
}

/** What the schema does not name is refused, also where it forgot to say so. */
function closed(schema: unknown): unknown {
  if (!isPlainObject(schema)) {
    return schema;
  }
  const { properties, items } = schema;
  return {
    ...schema,
    ...(items !== undefined && { items: closed(items) }),
    ...(isPlainObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, closed(value)]),
      ),
    }),
    ...(schema.type === 'object' &&
      schema.additionalProperties === undefined && {
        additionalProperties: false,
      }),
  };
}
