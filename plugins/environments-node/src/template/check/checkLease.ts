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

/** Nobody shall believe in a limit that isn't there. */
export function warnOfUnenforced({
  lease,
  limits,
}: EnvironmentTemplate['spec']): TemplateProblem[] {
  return [
    ...(lease
      ? [
          {
            path: '/spec/lease',
            message:
              'recorded, but nothing enforces it yet: environments live until somebody deletes them',
          },
        ]
      : []),
    ...(limits
      ? [
          {
            path: '/spec/limits',
            message:
              'recorded, but nothing enforces it yet: there may be any number of environments',
          },
        ]
      : []),
  ];
}
