import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';
import { linearRegExp } from './linearRegExp';

/** Maps whose keys are names of the author's own, not keywords. */
const NAMED = ['properties', 'definitions', '$defs', 'dependencies'];
/** Keywords whose values are data, in which "pattern" means nothing. */
const DATA = ['default', 'const', 'enum', 'examples', 'ui'];

/** That every regular expression of a schema can be matched without backtracking. */
export function checkPatterns(
  schema: unknown,
  path: string,
): TemplateProblem[] {
  if (Array.isArray(schema)) {
    return schema.flatMap((item, index) =>
      checkPatterns(item, pointer(path, index)),
    );
  }
  if (!isPlainObject(schema)) {
    return [];
  }
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const at = pointer(path, keyword);
    if (DATA.includes(keyword)) {
      return [];
    }
    if (keyword === 'pattern' && typeof value === 'string') {
      return checkPattern(value, at);
    }
    if (NAMED.includes(keyword) && isPlainObject(value)) {
      return Object.entries(value).flatMap(([name, item]) =>
        checkPatterns(item, pointer(at, name)),
      );
    }
    if (keyword === 'patternProperties' && isPlainObject(value)) {
      return Object.entries(value).flatMap(([pattern, item]) => [
        ...checkPattern(pattern, pointer(at, pattern)),
        ...checkPatterns(item, pointer(at, pattern)),
      ]);
    }
    return checkPatterns(value, at);
  });
}

function checkPattern(pattern: string, path: string): TemplateProblem[] {
  try {
    linearRegExp(pattern);
    return [];
  } catch (error) {
    return [
      {
        path,
        message: `the pattern can't be matched in bounded time: ${
          (error as Error).message
        }`,
        expected:
          'a regular expression without lookahead, lookbehind and backreferences',
      },
    ];
  }
}
