import { InputError } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';

/**
 * Reads `key=value` as the schema wants it: text stays as it is, numbers,
 * `true` and `false` are read, lists and objects are JSON. What can't be read
 * so stays text, and the schema says what it expected.
 *
 * @throws InputError where there is no `=`, or a key stands there twice
 */
export function parseParameterOptions(
  options: string[],
  schema: JsonObject | undefined,
): JsonObject {
  const parameters: JsonObject = {};
  for (const option of options) {
    const at = option.indexOf('=');
    const key = option.slice(0, at);
    if (at < 1) {
      throw new InputError(
        `"${option}" is no parameter: expected key=value, such as -p size=S`,
      );
    }
    if (Object.hasOwn(parameters, key)) {
      throw new InputError(`Parameter "${key}" is there twice.`);
    }
    Object.defineProperty(parameters, key, {
      value: readValue(option.slice(at + 1), propertyOf(schema, key)),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return parameters;
}

function propertyOf(schema: JsonObject | undefined, key: string): JsonObject {
  const properties = (schema?.properties ?? {}) as JsonObject;
  return Object.hasOwn(properties, key) ? (properties[key] as JsonObject) : {};
}

function readValue(text: string, property: JsonObject): JsonValue {
  const { type } = property;
  if (type === undefined || type === 'string') {
    return chosenBy(text, property) ?? text;
  }
  const types = [type].flat() as string[];
  const read = parseJson(text);
  const isWanted = types.some(one => isOfType(read, one));
  return isWanted ? read! : text;
}

/** Choices without a type say by themselves what their values are. */
function chosenBy(text: string, property: JsonObject): JsonValue | undefined {
  const branches = (property.oneOf ?? []) as JsonObject[];
  const choices = [
    ...((property.enum ?? []) as JsonValue[]),
    ...branches.map(branch => branch.const as JsonValue),
  ];
  return choices.find(choice => String(choice) === text);
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOfType(value: JsonValue | undefined, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return (
        typeof value === 'object' && value !== null && !Array.isArray(value)
      );
    default:
      return typeof value === type;
  }
}
