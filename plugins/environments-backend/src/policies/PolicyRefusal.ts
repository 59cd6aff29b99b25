import { NotAllowedError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';
import { PolicyResult } from '@sandlot/plugin-environments-node';
import { Judgement } from './judgeRequest';

/** A policy refuses the request; its message says which, and whose it is. */
export class PolicyRefusal extends NotAllowedError {
  readonly problems: Problem[];
  readonly results: PolicyResult[];

  constructor({ problems, results }: Pick<Judgement, 'problems' | 'results'>) {
    super(
      problems
        .map(({ path, message }) => `request/body${path}: ${message}`)
        .join('; '),
    );
    this.name = 'NotAllowedError';
    this.problems = problems;
    this.results = results;
  }
}

/** @throws PolicyRefusal */
export function requireNoRefusal(judgement: Judgement): void {
  if (judgement.problems.length > 0) throw new PolicyRefusal(judgement);
}
