import Ajv from 'ajv';
import type { ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { JsonObject } from '@backstage/types';
import { LruCache } from '../LruCache';
import { isPlainObject } from '../tree';
import { linearRegExp } from './linearRegExp';
import { validateEach } from './validateEach';

const NOTHING_TO_CHOOSE: JsonObject = { type: 'object' };

/**
 * Holds schemas against the draft. One for all: it compiles the draft, which
 * takes longer than a template does.
 */
const judge = new Ajv();

/** Fills in the defaults and says what does not fit. */
export type Validate = (values: JsonObject) => ErrorObject[];

const validators = new WeakMap<JsonObject, Validate>();

/** Templates that are read anew, and copies of each other, have the same schema. */
const byText = LruCache.create<Validate>(200);

/** Theirs must not meet, so schemas with ids and references are compiled apart. */
const REFERENCE = /"\$|\\u/;

/** An instance keeps something of all that it compiled, so it is replaced now and then. */
const MOST_COMPILED = 200;
let shared = { ajv: newAjv(), compiled: 0 };

/**
 * The compiled schema of parameters; compiled once for as long as the schema lives.
 *
 * @throws Error when it is no JSON Schema
 */
export function validatorOf(schema: JsonObject = NOTHING_TO_CHOOSE): Validate {
  const known = validators.get(schema);
  if (known) {
    return known;
  }
  const text = JSON.stringify(schema);
  const validator = byText.get(text, () => compile(schema, text));
  validators.set(schema, validator);
  return validator;
}

function compile(schema: JsonObject, text: string): Validate {
  const wanted = closed(schema) as JsonObject;
  judge.validateSchema(wanted, true);
  const isApart = REFERENCE.test(text);
  const each = isApart
    ? undefined
    : validateEach(wanted, one => sharedAjv().compile(one));
  if (each) {
    return each;
  }
  const validate = (isApart ? newAjv() : sharedAjv()).compile(wanted);
  return values => (validate(values) ? [] : validate.errors ?? []);
}

function sharedAjv(): Ajv {
  if (shared.compiled === MOST_COMPILED) {
    shared = { ajv: newAjv(), compiled: 0 };
  }
  shared.compiled += 1;
  return shared.ajv;
}

function newAjv(): Ajv {
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    useDefaults: true,
    coerceTypes: false,
    verbose: true,
    validateSchema: false,
    // What is checked is small: to make its code shorter takes longer than it saves.
    code: { regExp: linearRegExp, optimize: false },
  });
  addFormats(ajv);
  // How a parameter is asked for; what it holds and where it stands is checked apart.
  ajv.addKeyword('ui');
  return ajv;
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
