import type { Problem } from '@sandlot/plugin-environments-common';

/**
 * A fault of a template or module. `path` is a JSON Pointer into its entity.
 *
 * @public
 */
export interface TemplateProblem extends Problem {
  /** Where in the text at `path` an expression is wrong, in characters from its start. */
  offset?: number;
}
