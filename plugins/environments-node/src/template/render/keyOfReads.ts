import type { ExpressionContext } from '../expressions';
import { isPlainObject } from '../tree';

/** Which values a tree's expressions may read. */
interface Reads {
  /** All words, so also the names of variables that are read. */
  words: ReadonlySet<string>;
  /** Names of parameters; undefined where `parameters` is read as a whole. */
  parameters?: string[];
}

const known = new WeakMap<object, Reads | false>();
const PARAMETER = /\bparameters(?:\.([A-Za-z_]\w*)|\["(\w+)"\])?/g;
const WORD = /[A-Za-z_]\w*/g;

/**
 * Says all on which the evaluation of a tree depends: equal keys, equal
 * results. Rather too much than too little, so words in texts count too.
 *
 * @returns undefined when there are no expressions, so that it is its own result
 */
export function keyOfReads(
  tree: object,
  context: ExpressionContext,
): string | undefined {
  const reads = known.get(tree) ?? readsOf(tree);
  known.set(tree, reads);
  if (!reads) {
    return undefined;
  }
  const { parameters, ...others } = context;
  const read = (name: string) => reads.words.has(name);
  return JSON.stringify([
    Object.entries(others).filter(([name]) => read(name)),
    reads.parameters
      ? reads.parameters
          .filter(name => Object.hasOwn(parameters, name))
          .map(name => [name, parameters[name]])
      : parameters,
  ]);
}

function readsOf(tree: object): Reads | false {
  const texts = textsIn(tree);
  if (texts.length === 0) {
    return false;
  }
  const text = texts.join('\n');
  const found = [...text.matchAll(PARAMETER)].map(
    ([, name, quoted]): string | undefined => name ?? quoted,
  );
  return {
    words: new Set(text.match(WORD)),
    ...(!found.includes(undefined) && {
      parameters: [...new Set(found)] as string[],
    }),
  };
}

/** Those with an expression. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return value.includes('${') ? [value] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  return isPlainObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
