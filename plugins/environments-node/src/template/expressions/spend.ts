import type { JsonValue } from '@backstage/types';
import { TEMPLATE_LIMITS } from '../limits';

interface Budget {
  values: number;
  characters: number;
}

/** What all expressions of one tree may come to. */
export const EXPRESSION_BUDGET: Readonly<Budget> = {
  values: TEMPLATE_LIMITS.values,
  characters: TEMPLATE_LIMITS.characters,
};

/**
 * Takes a result off the budget, so that many expressions with large results
 * end before they are all held in memory.
 *
 * @throws Error when nothing is left
 */
export function spend(value: JsonValue, budget: Budget): void {
  budget.values -= 1;
  if (typeof value === 'string') {
    budget.characters -= value.length;
  }
  if (budget.values < 0) {
    throw new Error(
      `the expressions come to more than ${EXPRESSION_BUDGET.values} values`,
    );
  }
  if (budget.characters < 0) {
    throw new Error(
      `the expressions come to more than ${EXPRESSION_BUDGET.characters} characters of text`,
    );
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      budget.characters -= Array.isArray(value) ? 0 : key.length;
      spend(item as JsonValue, budget);
    }
  }
}
