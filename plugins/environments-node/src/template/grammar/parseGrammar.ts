import type { Problem } from '@sandlot/plugin-environments-common';
import type { z } from 'zod/v4';
import { pointer } from '../pointer';
import { foundInWords } from './foundInWords';
import { nearestTo } from './nearestTo';
import { knownKeysAt, schemaAt } from './schemaAt';
import { choicesIn, expectedInWords } from './expectedInWords';

/** What follows the first faults is often their echo, and each costs to be put into words. */
const MOST_TOLD = 50;

/** A value that fits its grammar, or all that does not. @public */
export type ParsedGrammar<T> =
  | { data: T; problems: [] }
  | { data?: undefined; problems: Problem[] };

/**
 * Holds a value against a grammar, and says what does not fit in words for who
 * wrote it: what is there, what was expected, and the nearest that is known.
 *
 * @param path - JSON Pointer of the value
 *
 * @public
 */
export function parseGrammar<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path = '',
): ParsedGrammar<T> {
  const result = schema.safeParse(value);
  if (result.success) {
    return { data: result.data, problems: [] };
  }
  const problems = result.error.issues
    .slice(0, MOST_TOLD)
    .flatMap(issue => toProblems(issue, schema, value, path));
  return { problems: withoutEcho(problems).slice(0, MOST_TOLD) };
}

/** A text where a list was expected may be too long for one, too. */
function withoutEcho(problems: Problem[]): Problem[] {
  const told = new Map(
    [...problems]
      .reverse()
      .map(one => [JSON.stringify([one.path, one.message]), one]),
  );
  const first = new Set(told.values());
  return problems.filter(one => first.has(one));
}

function toProblems(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  value: unknown,
  root: string,
): Problem[] {
  const path = pointer(root, ...issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeysAt(schema, issue.path);
    // The key itself is the place.
    return issue.keys.slice(0, MOST_TOLD).map(key => ({
      path: pointer(path, key),
      message: `there is no "${key}" here${suggestion(key, known)}`,
      expected: `one of ${known.join(', ')}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const [inner] = issue.issues;
    return [
      {
        path,
        message: `"${String(issue.path.at(-1))}" can't be a key here`,
        ...(inner && { expected: inner.message }),
      },
    ];
  }
  if (issue.code === 'custom') {
    return [{ path, message: issue.message }];
  }
  const found = issue.path.reduce<unknown>(childOf, value);
  const wanted = schemaAt(schema, issue.path);
  return [
    {
      path,
      message:
        found === undefined
          ? 'missing'
          : `found ${foundInWords(found)}${suggestion(
              found,
              choicesIn(wanted),
            )}`,
      expected:
        issue.code === 'invalid_format' && !issue.message.startsWith('Invalid')
          ? issue.message
          : expectedInWords(wanted, found),
    },
  ];
}

function childOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function suggestion(found: unknown, known: string[]): string {
  const nearest =
    typeof found === 'string' ? nearestTo(found, known) : undefined;
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}
