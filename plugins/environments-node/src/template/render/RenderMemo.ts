import type { JsonObject } from '@backstage/types';
import type { TemplatePart } from '../modules/TemplatePart';
import type { TemplateProblem } from '../TemplateProblem';
import type { PlainObject, TreeExtent } from '../tree';

/** A tree with the values of its expressions. */
export interface Evaluated {
  value: unknown;
  problems: TemplateProblem[];
}

/** What a module is given; no values when they don't come out or don't fit it. */
export interface Given {
  values?: JsonObject;
  problems: TemplateProblem[];
}

/** So many results of one resource are kept. */
const MOST_EVALUATED = 50;

// Of all memos together: templates that use a module share its resources.
const knownProblems = new WeakMap<PlainObject, TemplateProblem[]>();
const extents = new WeakMap<PlainObject, TreeExtent | 'unfit'>();
const evaluations = new WeakMap<object, Map<string, Evaluated>>();

/**
 * What renderings of one template for one environment have in common, where
 * many are made that differ in little. Nobody changes what they are given.
 */
export class RenderMemo<Made> {
  readonly #made = new Map<string, Made>();
  readonly #given = new Map<string, Given>();
  #parts?: TemplatePart[];

  static create<Made>(): RenderMemo<Made> {
    return new RenderMemo();
  }

  private constructor() {}

  /** The template and its modules, undefined when they were not looked up. */
  parts(list: () => TemplatePart[] | undefined): TemplatePart[] | undefined {
    this.#parts ??= list();
    return this.#parts;
  }

  /** @param key - says all on which the result depends */
  given(key: string, evaluate: () => Given): Given {
    const known = this.#given.get(key) ?? evaluate();
    this.#given.set(key, known);
    return known;
  }

  /** @param key - says all on which the result depends */
  made(key: string, make: () => Made): Made {
    const known = this.#made.get(key) ?? make();
    this.#made.set(key, known);
    return known;
  }

  /**
   * What a resource comes to: the same object as long as what it reads is the
   * same, so that it need not be checked again.
   *
   * @param key - says all on which the result depends, the resource apart
   */
  evaluated(
    resource: object,
    key: string,
    evaluate: () => Evaluated,
  ): Evaluated {
    const all = evaluations.get(resource) ?? new Map<string, Evaluated>();
    evaluations.set(resource, all);
    const known = all.get(key);
    if (known) {
      return known;
    }
    if (all.size === MOST_EVALUATED) {
      all.clear();
    }
    const made = evaluate();
    all.set(key, made);
    return made;
  }

  /** What is wrong with an object, as long as it is the same one. */
  problemsOf(
    object: PlainObject,
    check: () => TemplateProblem[],
  ): TemplateProblem[] {
    const known = knownProblems.get(object) ?? check();
    knownProblems.set(object, known);
    return known;
  }

  /** How large an object is, as long as it is the same one. */
  extentOf(
    object: PlainObject,
    measure: () => TreeExtent | undefined,
  ): TreeExtent | undefined {
    const known = extents.get(object) ?? measure() ?? 'unfit';
    extents.set(object, known);
    return known === 'unfit' ? undefined : known;
  }
}
