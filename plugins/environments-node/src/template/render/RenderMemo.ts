import type { TemplateProblem } from '../TemplateProblem';
import type { PlainObject, TreeExtent } from '../tree';

/** A tree with the values of its expressions. */
export interface Evaluated {
  value: unknown;
  problems: TemplateProblem[];
}

/**
 * What renderings of one template for one environment have in common, where
 * many are made that differ in little. Nobody changes what they are given.
 */
export class RenderMemo<Made> {
  readonly #made = new Map<string, Made>();
  readonly #problems = new WeakMap<PlainObject, TemplateProblem[]>();
  readonly #extents = new WeakMap<PlainObject, TreeExtent | 'unfit'>();
  readonly #evaluated = new WeakMap<object, Map<string, Evaluated>>();

  static create<Made>(): RenderMemo<Made> {
    return new RenderMemo();
  }

  private constructor() {}

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
    const all = this.#evaluated.get(resource) ?? new Map<string, Evaluated>();
    this.#evaluated.set(resource, all);
    const known = all.get(key) ?? evaluate();
    all.set(key, known);
    return known;
  }

  /** What is wrong with an object, as long as it is the same one. */
  problemsOf(
    object: PlainObject,
    check: () => TemplateProblem[],
  ): TemplateProblem[] {
    const known = this.#problems.get(object) ?? check();
    this.#problems.set(object, known);
    return known;
  }

  /** How large an object is, as long as it is the same one. */
  extentOf(
    object: PlainObject,
    measure: () => TreeExtent | undefined,
  ): TreeExtent | undefined {
    const known = this.#extents.get(object) ?? measure() ?? 'unfit';
    this.#extents.set(object, known);
    return known === 'unfit' ? undefined : known;
  }
}
