/**
 * How large a template, its parameters and what comes out of it may be. Far
 * above what a template needs; there so that a mistake or an attack ends in a
 * sentence and not in a stalled portal.
 *
 * @public
 */
export const TEMPLATE_LIMITS = {
  /** Objects of one environment, without the Namespace. */
  resources: 100,
  /** Levels of nesting below the document's root. */
  depth: 32,
  /** Values in a template, or in all that is rendered from it. */
  values: 20_000,
  /** Characters of all text in a template, or in all that is rendered from it. */
  characters: 512 * 1024,
  /** Values in what a person sends as parameters. */
  parameterValues: 1_000,
  /** Items in any list among the parameters. */
  parameterListItems: 256,
  /** Characters of all text in the parameters. */
  parameterCharacters: 32 * 1024,
  /** Characters of one expression. */
  expressionCharacters: 2_000,
  /**
   * Syntax nodes of one expression. Together with the lists' length, and
   * since loops can't be nested or chained, this bounds its steps and memory.
   */
  expressionNodes: 250,
  /** Loops (`map`, `filter`, `all`, ...) in one expression. */
  expressionLoops: 4,
  /** Uses of `+` inside the loops of one expression. */
  loopAdditions: 8,
  /** Levels of nesting in one expression. */
  expressionDepth: 24,
} as const;
