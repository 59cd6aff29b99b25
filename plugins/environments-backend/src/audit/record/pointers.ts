import { JsonObject, JsonValue } from '@backstage/types';

/** A JSON Pointer (RFC 6901) one step further down. */
function below(pointer: string, key: string | number): string {
  return `${pointer}/${String(key)
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')}`;
}

/**
 * A copy in which every value for which there is a replacement is replaced,
 * and nothing below it is looked at.
 *
 * @param replace - undefined leaves the value and goes on below it
 */
export function replaceValues(
  value: JsonValue,
  replace: (value: JsonValue, pointer: string) => JsonValue | undefined,
  pointer = '',
): JsonValue {
  const replaced = replace(value, pointer);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) {
    return value.map((one, index) =>
      replaceValues(one, replace, below(pointer, index)),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, one]) =>
    one === undefined
      ? []
      : [[key, replaceValues(one, replace, below(pointer, key))] as const],
  );
  return Object.fromEntries(entries) as JsonObject;
}
