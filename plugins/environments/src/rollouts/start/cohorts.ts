/** One step of a rollout, up to a share of all environments. */
export interface CohortDraft {
  name: string;
  /** NaN while the field is empty. */
  percent: number;
}

/** What is wrong with the cohorts as a whole. */
export type CohortProblem = 'name' | 'order' | 'last';

/** The rules of the contract, so that nobody waits for the server to say so. */
export function cohortProblem(
  cohorts: CohortDraft[],
): CohortProblem | undefined {
  const names = cohorts.map(({ name }) => name.trim());
  if (names.includes('') || new Set(names).size < names.length) {
    return 'name';
  }
  const isRising = cohorts.every(
    ({ percent }, index) => percent > (cohorts[index - 1]?.percent ?? 0),
  );
  if (!isRising) {
    return 'order';
  }
  return cohorts[cohorts.length - 1].percent === 100 ? undefined : 'last';
}

/**
 * How many of so many environments come with each cohort. A share is rounded
 * up, so that a canary of a few environments is not empty.
 */
export function cohortSizes(cohorts: CohortDraft[], total: number): number[] {
  const ends = cohorts.map(({ percent }) =>
    Math.min(total, Math.ceil(((percent || 0) * total) / 100)),
  );
  return ends.map((end, index) => Math.max(0, end - (ends[index - 1] ?? 0)));
}
