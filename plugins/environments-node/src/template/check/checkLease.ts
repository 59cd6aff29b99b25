import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import type { TemplateProblem } from '../TemplateProblem';
import { minutesOf } from './duration';

export function checkLease({
  lease,
}: EnvironmentTemplate['spec']): TemplateProblem[] {
  const { default: usual, maximum } = lease ?? {};
  return usual !== undefined &&
    maximum !== undefined &&
    minutesOf(usual) > minutesOf(maximum)
    ? [
        {
          path: '/spec/lease/default',
          message: `longer than the maximum, which is ${maximum}`,
          expected: `at most ${maximum}`,
        },
      ]
    : [];
}
