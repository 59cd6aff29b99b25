import { isPlainObject } from './tree';
import type { PlainObject } from './tree';

/** The value at a path of keys, or undefined where there is none. */
export function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (current, key) =>
      isPlainObject(current) && Object.hasOwn(current, key)
        ? current[key]
        : undefined,
    value,
  );
}

/** The value at a path of keys if it is a list, else an empty one. */
export function listAt(value: unknown, ...keys: string[]): unknown[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** The value at a path of keys if it is an object, else an empty one. */
export function objectAt(value: unknown, ...keys: string[]): PlainObject {
  const found = at(value, ...keys);
  return isPlainObject(found) ? found : {};
}
