import { RE2JS } from 're2js';
import { LruCache } from '../LruCache';

/** What Ajv wants of a regular expression. */
interface Matcher {
  test: (text: string) => boolean;
  toString: () => string;
}

/** Templates and modules have much the same ones, for names and versions. */
const matchers = LruCache.create<Matcher>(100);

/**
 * A regular expression of a schema, in an engine whose time grows with the text
 * only: with JavaScript's own, `^(a+)+$` could keep the portal busy for years.
 *
 * @throws Error for what needs backtracking, such as lookahead and backreferences
 */
export function linearRegExp(pattern: string): Matcher {
  return matchers.get(pattern, () => compile(pattern));
}

function compile(pattern: string): Matcher {
  const matcher = RE2JS.compile(RE2JS.translateRegExp(pattern));
  // Ajv tells patterns apart by their text.
  return { test: text => matcher.test(text), toString: () => pattern };
}

/** Ajv would write it into code that it generates apart, which is not done here. */
linearRegExp.code = 'linearRegExp';
