import type { TemplateProblem } from '../TemplateProblem';
import type { PlainObject } from '../tree';

/**
 * What renderings of one template for one environment have in common, where
 * many are made that differ in little. Nobody changes what they are given.
 */
export class RenderMemo<Made> {
  readonly #made = new Map<string, Made>();
  readonly #problems = {
    tree: new WeakMap<PlainObject, TemplateProblem[]>(),
    rules: new WeakMap<PlainObject, TemplateProblem[]>(),
  };

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

  /** What is wrong with an object, as long as it is the same one. */
  problemsOf(
    aspect: 'tree' | 'rules',
    object: PlainObject,
    check: () => TemplateProblem[],
  ): TemplateProblem[] {
    const known = this.#problems[aspect].get(object) ?? check();
    this.#problems[aspect].set(object, known);
    return known;
  }
}
