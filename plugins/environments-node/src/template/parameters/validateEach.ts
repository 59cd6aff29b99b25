import type { ErrorObject, ValidateFunction } from 'ajv';
import type { JsonObject, JsonValue } from '@backstage/types';
import { LruCache } from '../LruCache';
import { pointer } from '../pointer';
import { cloneJson, isPlainObject } from '../tree';
import type { PlainObject } from '../tree';

/** What says nothing of how parameters hang together, beside each of them. */
const OF_A_FORM = [
  'type',
  'title',
  'description',
  'properties',
  'required',
  'additionalProperties',
];
/** What is said of a parameter to people, which differs where all else is the same. */
const WORDS = ['title', 'description', 'default', 'examples', 'ui'];

/** Templates have many of their parameters in common, and hardly ever all. */
const compiled = LruCache.create<CompiledSchema>(500);

interface CompiledSchema {
  /** Without words. */
  bare: PlainObject;
  validate: ValidateFunction;
}

interface Parameter extends CompiledSchema {
  name: string;
  schema: PlainObject;
}

/**
 * Validates parameter by parameter, so that each is compiled once for all
 * templates that have it: to compile takes longer than all else. It comes to
 * what Ajv says of the schema as a whole.
 *
 * @param whole - without references, and of objects that admit no other fields
 * @returns undefined for a schema with more than a list of parameters, or with a
 * fault, which only the whole schema tells
 */
export function validateEach(
  whole: JsonObject,
  compile: (schema: PlainObject) => ValidateFunction,
): ((values: JsonObject) => ErrorObject[]) | undefined {
  const { properties = {}, required = [], additionalProperties } = whole;
  const isForm =
    whole.type === 'object' &&
    additionalProperties === false &&
    Object.keys(whole).every(keyword => OF_A_FORM.includes(keyword)) &&
    Object.values(properties as PlainObject).every(isPlainObject) &&
    (required as string[]).every(name =>
      Object.hasOwn(properties as PlainObject, name),
    );
  if (!isForm) {
    return undefined;
  }
  const all: Parameter[] = [];
  try {
    for (const [name, property] of Object.entries(properties as PlainObject)) {
      const schema = property as PlainObject;
      const bare = withoutWords(schema);
      const known = compiled.get(JSON.stringify(bare), () => ({
        bare,
        validate: compile(bare),
      }));
      all.push({ ...known, name, schema });
    }
  } catch {
    return undefined;
  }

  return values => {
    for (const {
      name,
      schema: { default: usual },
    } of all) {
      if (values[name] === undefined && usual !== undefined) {
        values[name] = cloneJson(usual) as JsonValue;
      }
    }
    return [
      ...(required as string[])
        .filter(name => values[name] === undefined)
        .map(name => errorOf('required', { missingProperty: name })),
      ...Object.keys(values)
        .filter(name => !Object.hasOwn(properties as PlainObject, name))
        .map(name =>
          errorOf('additionalProperties', { additionalProperty: name }),
        ),
      ...all.flatMap(parameter =>
        values[parameter.name] === undefined ? [] : errorsAt(parameter, values),
      ),
    ];
  };

  function errorOf(keyword: string, params: object): ErrorObject {
    return {
      keyword,
      params,
      instancePath: '',
      schemaPath: `#/${keyword}`,
      parentSchema: whole,
    };
  }
}

function errorsAt(
  { name, schema, bare, validate }: Parameter,
  values: JsonObject,
): ErrorObject[] {
  const isFit = validate(values[name], {
    instancePath: pointer('', name),
    parentData: values,
    parentDataProperty: name,
    rootData: values,
    dynamicAnchors: {},
  });
  return isFit
    ? []
    : (validate.errors ?? []).map(error => ({
        ...error,
        // As where it stands, so that errors of two parameters are told apart.
        schemaPath: `#${pointer('/properties', name)}${error.schemaPath.slice(
          1,
        )}`,
        ...(error.parentSchema === bare && { parentSchema: schema }),
      }));
}

function withoutWords(schema: PlainObject): PlainObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !WORDS.includes(keyword)),
  );
}
