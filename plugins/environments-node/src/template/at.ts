import { isPlainObject } from './tree';
import type { PlainObject } from './tree';

/** The value at a path of keys, or undefined where there is none. */
export function at(value: unknown, ...keys: string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (!isPlainObject(found) || !Object.hasOwn(found, key)) {
      return undefined;
    }
    found = found[key];
  }
  return found;
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
