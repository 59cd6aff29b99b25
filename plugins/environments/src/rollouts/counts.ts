import { Rollout } from '@sandlot/plugin-environments-common';

type Cohort = Rollout['cohorts'][number];

/** In the order in which a bar shows them: what is done comes first. */
export const MEMBER_COUNTS = [
  'succeeded',
  'upgrading',
  'failed',
  'held',
  'skipped',
  'pending',
] as const satisfies (keyof Cohort)[];

/** How many environments, and with how many of them the rollout is through. */
export function progressOf(cohorts: Cohort[]) {
  const sum = (names: readonly (typeof MEMBER_COUNTS)[number][]) =>
    cohorts.reduce(
      (total, cohort) =>
        total + names.reduce((part, name) => part + cohort[name], 0),
      0,
    );
  return {
    total: sum(MEMBER_COUNTS),
    done: sum(['succeeded', 'failed', 'held', 'skipped']),
    failed: sum(['failed']),
  };
}
