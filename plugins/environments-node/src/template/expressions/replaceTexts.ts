import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';

/**
 * Puts something else in the place of texts; what stays as it is is not copied.
 *
 * @param keys - where `value` is, and while `replace` runs where the text is
 */
export function replaceTexts(
  value: unknown,
  keys: PropertyKey[],
  replace: (text: string) => unknown,
): unknown {
  if (typeof value === 'string') {
    return replace(value);
  }
  const isList = Array.isArray(value);
  if (!isList && !isPlainObject(value)) {
    return value;
  }
  const holder = value as PlainObject;
  let copy: PlainObject | undefined;
  for (const key of Object.keys(holder)) {
    keys.push(key);
    const item = replaceTexts(holder[key], keys, replace);
    keys.pop();
    if (item !== holder[key]) {
      copy ??= (isList ? [...value] : { ...holder }) as PlainObject;
      copy[key] = item;
    }
  }
  return copy ?? value;
}
