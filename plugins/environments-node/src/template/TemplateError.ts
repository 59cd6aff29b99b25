import { InputError } from '@backstage/errors';
import type { Problem } from '@sandlot/plugin-environments-common';

const SHOWN_IN_MESSAGE = 10;

/**
 * A template that can't be used, with every fault and its place.
 *
 * @public
 */
export class TemplateError extends InputError {
  /** Paths are JSON Pointers into the template's entity. */
  readonly problems: Problem[];

  constructor(subject: string, problems: Problem[]) {
    const lines = problems.slice(0, SHOWN_IN_MESSAGE).map(describe);
    const more = problems.length - lines.length;
    if (more > 0) {
      lines.push(`and ${more} more`);
    }
    super(`${subject}: ${lines.join('; ')}`);
    this.problems = problems;
  }
}

function describe({ path, message, expected }: Problem): string {
  const place = path ? `${path}: ` : '';
  return `${place}${message}${expected ? ` (expected ${expected})` : ''}`;
}
