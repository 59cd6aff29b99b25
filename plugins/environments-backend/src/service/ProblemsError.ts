import { InputError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';

/** A request with faults that stand at places in it. */
export class ProblemsError extends InputError {
  /** Goes to the client as it is. */
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(
      problems
        .map(({ path, message }) => `request/body${path}: ${message}`)
        .join('; '),
    );
    this.problems = problems;
  }
}
