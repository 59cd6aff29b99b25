import type { JsonObject, JsonValue } from '@backstage/types';
import { isPlainObject } from '../tree';

/** The CEL type of what a JSON Schema admits; `dyn` where it leaves that open. */
export function celTypeOf(schema: unknown): string {
  if (!isPlainObject(schema)) {
    return 'dyn';
  }
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    case 'array':
      return `list<${celTypeOf(schema.items)}>`;
    case 'object':
      return 'map';
    default:
      return 'dyn';
  }
}

/**
 * JSON as CEL values. Whole numbers are CEL's `int`, unless the schema says
 * `number`. Objects lose their prototype, so that no expression reaches it.
 */
export function toCel(value: unknown, schema?: unknown): unknown {
  const { type, items, properties } = isPlainObject(schema)
    ? schema
    : ({} as JsonObject);
  if (Number.isInteger(value) && type !== 'number') {
    return BigInt(value as number);
  }
  if (Array.isArray(value)) {
    return Array.from(value, item => toCel(item, items));
  }
  if (isPlainObject(value)) {
    const result = Object.create(null);
    for (const [key, item] of Object.entries(value)) {
      result[key] = toCel(
        item,
        isPlainObject(properties) ? properties[key] : undefined,
      );
    }
    return result;
  }
  return value;
}

/**
 * The result of an expression as JSON.
 *
 * @throws Error when it has no place in a JSON document
 */
export function fromCel(value: unknown): JsonValue {
  if (typeof value === 'bigint') {
    if (!Number.isSafeInteger(Number(value))) {
      throw new Error(`${value} is too large for a number in JSON`);
    }
    return Number(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Error(`the result is ${value}, which is no number in JSON`);
  }
  if (
    value === null ||
    ['string', 'number', 'boolean'].includes(typeof value)
  ) {
    return value as JsonValue;
  }
  if (Array.isArray(value)) {
    return value.map(fromCel);
  }
  if (isPlainObject(value)) {
    // fromEntries defines, where assigning "__proto__" would reach behind.
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fromCel(item)]),
    );
  }
  throw new Error(
    'the result has no place in a JSON document; use string() or name one of its fields',
  );
}
