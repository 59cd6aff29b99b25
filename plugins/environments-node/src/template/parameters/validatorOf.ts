import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { JsonObject } from '@backstage/types';
import { isPlainObject } from '../tree';
import { linearRegExp } from './linearRegExp';

const NOTHING_TO_CHOOSE: JsonObject = { type: 'object' };

/**
 * Holds schemas against the draft. One for all: it compiles the draft, which
 * takes longer than a template does. Schemas are compiled each by its own, so
 * that their ids can't meet.
 */
const judge = new Ajv();

const validators = new WeakMap<JsonObject, ValidateFunction>();

/**
 * The compiled schema of parameters; compiled once for as long as the schema lives.
 *
 * @throws Error when it is no JSON Schema
 */
export function validatorOf(
  schema: JsonObject = NOTHING_TO_CHOOSE,
): ValidateFunction {
  const known = validators.get(schema);
  if (known) {
    return known;
  }
  const wanted = closed(schema) as JsonObject;
  judge.validateSchema(wanted, true);
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    useDefaults: true,
    coerceTypes: false,
    verbose: true,
    validateSchema: false,
    code: { regExp: linearRegExp },
  });
  addFormats(ajv);
  // How a parameter is asked for; what it holds and where it stands is checked apart.
  ajv.addKeyword('ui');
  const validator = ajv.compile(wanted);
  validators.set(schema, validator);
  return validator;
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
