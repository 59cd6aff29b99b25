import type { Problem } from '@sandlot/plugin-environments-common';
import { findUnseen } from './findUnseen';
import { pointer } from './pointer';

/** Assigning one of these to an object reaches behind it. */
export const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype'];

export interface TreeLimits {
  depth: number;
  values: number;
  characters: number;
  listItems?: number;
}

export type PlainObject = Record<string, unknown>;

/** Whether it is an object as JSON has them, also one of another realm. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A deep copy of what {@link checkTree} has found to be JSON. */
export function cloneJson<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(cloneJson) as T;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  // To spread defines, where assigning "__proto__" would reach behind.
  const copy = { ...value } as PlainObject;
  for (const key of Object.keys(copy)) {
    copy[key] = cloneJson(copy[key]);
  }
  return copy as T;
}

/**
 * Checks that a value is JSON, without keys that reach an object's prototype or
 * characters that nobody sees, and within limits. Stops at the first limit that is passed: a document whose
 * aliases multiply is never walked to its end.
 */
export function checkTree(
  root: unknown,
  rootPath: string,
  limits: TreeLimits,
): Problem[] {
  // Nearly every tree is fit, and pointers cost more than all else.
  return extentOf(root, limits) ? [] : faultsOfTree(root, rootPath, limits);
}

function faultsOfTree(
  root: unknown,
  rootPath: string,
  limits: TreeLimits,
): Problem[] {
  const problems: Problem[] = [];
  let values = 0;
  let characters = 0;

  /** @returns whether to go on */
  function walk(value: unknown, path: string, depth: number): boolean {
    values += 1;
    if (depth > limits.depth) {
      return stop(path, 'nested too deeply', `${limits.depth} levels at most`);
    }
    if (values > limits.values) {
      return stop(rootPath, 'too large', `${limits.values} values at most`);
    }
    if (typeof value === 'string') {
      return text(value, path);
    }
    if (Array.isArray(value)) {
      if (limits.listItems !== undefined && value.length > limits.listItems) {
        return stop(path, 'too long', `${limits.listItems} items at most`);
      }
      return value.every((item, index) =>
        walk(item, pointer(path, index), depth + 1),
      );
    }
    if (isPlainObject(value)) {
      return Object.keys(value).every(key => {
        if (PROTOTYPE_KEYS.includes(key)) {
          problems.push({
            path: pointer(path, key),
            message: `"${key}" can't be a key`,
          });
          return true;
        }
        return (
          text(key, path) && walk(value[key], pointer(path, key), depth + 1)
        );
      });
    }
    if (value !== null && !['boolean', 'number'].includes(typeof value)) {
      problems.push({
        path,
        message: `a ${typeof value} is not JSON`,
        expected: 'text, a number, true, false, null, a list or an object',
      });
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      problems.push({ path, message: `${value} is not a number in JSON` });
    }
    return true;
  }

  function text(value: string, path: string): boolean {
    characters += value.length;
    const unseen = findUnseen(value);
    if (unseen !== undefined) {
      problems.push({
        path,
        message: `it has the character ${unseen}, which nobody sees`,
        expected: 'text without characters that control how it is shown',
      });
    }
    return (
      characters <= limits.characters ||
      stop(path, 'too much text', `${limits.characters} characters at most`)
    );
  }

  function stop(path: string, message: string, expected: string): false {
    problems.push({ path, message, expected });
    return false;
  }

  walk(root, rootPath, 0);
  return problems;
}

/** How large a tree is. */
export interface TreeExtent {
  /** Levels below the root. */
  depth: number;
  values: number;
  characters: number;
}

/** @returns undefined for a tree of which {@link checkTree} tells a fault */
export function extentOf(
  root: unknown,
  limits: TreeLimits,
): TreeExtent | undefined {
  const extent = { depth: 0, values: 0, characters: 0 };
  return isFit(root, 0, limits, extent) ? extent : undefined;
}

function isFit(
  value: unknown,
  depth: number,
  limits: TreeLimits,
  extent: TreeExtent,
): boolean {
  extent.values += 1;
  extent.depth = Math.max(extent.depth, depth);
  if (depth > limits.depth || extent.values > limits.values) {
    return false;
  }
  if (typeof value === 'string') {
    extent.characters += value.length;
    return (
      extent.characters <= limits.characters && findUnseen(value) === undefined
    );
  }
  if (typeof value === 'number') {
    return Number.isFinite(value);
  }
  if (value === null || typeof value === 'boolean') {
    return true;
  }
  if (Array.isArray(value)) {
    return (
      value.length <= (limits.listItems ?? Infinity) &&
      value.every(item => isFit(item, depth + 1, limits, extent))
    );
  }
  if (!isPlainObject(value)) {
    return false;
  }
  for (const key of Object.keys(value)) {
    extent.characters += key.length;
    if (
      extent.characters > limits.characters ||
      PROTOTYPE_KEYS.includes(key) ||
      findUnseen(key) !== undefined ||
      !isFit(value[key], depth + 1, limits, extent)
    ) {
      return false;
    }
  }
  return true;
}
