import { isDeepStrictEqual } from 'node:util';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { keyOfItems } from './keyOfItems';

/** One field that differs. @public */
export interface FieldChange {
  /**
   * JSON Pointer into the object, but for an item of a list that is known by a
   * field of its own: `/spec/template/spec/containers[name=web]/image`.
   */
  path: string;
  /** Absent where the field is new. */
  before?: unknown;
  /** Absent where the field is gone. */
  after?: unknown;
}

/** What differs between two values of JSON, down to the smallest fields. */
export function diffValues(
  before: unknown,
  after: unknown,
  path = '',
): FieldChange[] {
  if (isDeepStrictEqual(before, after)) {
    return [];
  }
  if (isPlainObject(before) && isPlainObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap(name =>
      diffChild(before[name], after[name], pointer(path, name)),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return diffLists(before, after, path);
  }
  return [{ path, before, after }];
}

function diffChild(
  before: unknown,
  after: unknown,
  path: string,
): FieldChange[] {
  if (before === undefined && after === undefined) {
    return [];
  }
  if (before === undefined) {
    return [{ path, after }];
  }
  return after === undefined
    ? [{ path, before }]
    : diffValues(before, after, path);
}

function diffLists(
  before: unknown[],
  after: unknown[],
  path: string,
): FieldChange[] {
  if (![...before, ...after].every(isPlainObject)) {
    return [{ path, before, after }];
  }
  const key = keyOfItems(path, [before, after] as PlainObject[][]);
  if (key === undefined) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }).flatMap((_, index) =>
      diffChild(before[index], after[index], pointer(path, index)),
    );
  }
  const itemsOf = (list: unknown[]) =>
    new Map((list as PlainObject[]).map(item => [String(item[key]), item]));
  const old = itemsOf(before);
  const now = itemsOf(after);
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const common = [...old.keys()].filter(name => now.has(name));
  const order = [...now.keys()].filter(name => old.has(name));
  return [
    ...names.flatMap(name =>
      diffChild(old.get(name), now.get(name), `${path}[${key}=${name}]`),
    ),
    // The order of environment variables, say, can matter.
    ...(isDeepStrictEqual(common, order)
      ? []
      : [{ path, before: common, after: order }]),
  ];
}
