import { RolloutMemberRow, RolloutRow } from '../database/RolloutsTable';
import { OperationRow } from '../database/rows';

/** How many environments of one rollout are upgraded at the same time. */
export const AT_ONCE = 5;

/** What becomes of a member whose operation has ended; nothing while it has not. */
export function judgeMember(
  operation: Pick<OperationRow, 'state' | 'failure'>,
): Pick<RolloutMemberRow, 'state' | 'message'> | undefined {
  const { state, failure } = operation;
  if (state === 'Succeeded') return { state: 'Succeeded' };
  if (state !== 'Failed') return undefined;
  return failure?.reason === 'Superseded'
    ? { state: 'Skipped', message: failure.message }
    : { state: 'Failed', message: failure?.message };
}

export type RolloutStep =
  | { step: 'pause'; reason: string; cohort?: number }
  | { step: 'complete' }
  | { step: 'start'; cohort: number; environmentIds: string[] };

/**
 * What a rollout that is running does next.
 *
 * @param facts - `failures`: since it was last resumed; `forbidden`: why nothing may
 *   be upgraded to the revision now; `passedOver`: members that can't be started now;
 *   `asleep`: members that can't be before somebody wakes them, for whom no cohort waits
 */
export function judgeRollout(
  rollout: Pick<
    RolloutRow,
    'cohorts' | 'cohort' | 'pauseAfterFailures' | 'waitBetweenCohorts'
  >,
  facts: {
    members: Pick<RolloutMemberRow, 'environmentId' | 'cohort' | 'state'>[];
    failures: number;
    forbidden?: string;
    passedOver?: ReadonlySet<string>;
    asleep?: ReadonlySet<string>;
  },
): RolloutStep {
  const { members, failures, forbidden, passedOver, asleep } = facts;
  const open = members.filter(
    ({ state }) => state === 'Pending' || state === 'Upgrading',
  );
  if (open.length === 0) return { step: 'complete' };
  if (forbidden !== undefined) return { step: 'pause', reason: forbidden };
  if (failures >= rollout.pauseAfterFailures) {
    return {
      step: 'pause',
      reason: `${failures} ${
        failures === 1 ? 'environment' : 'environments'
      } could not be upgraded`,
    };
  }
  const awake = open.filter(({ environmentId }) => !asleep?.has(environmentId));
  // Who was left behind asleep is taken with the cohort that is under way by then.
  const next = Math.max(
    rollout.cohort,
    Math.min(...awake.map(({ cohort }) => cohort)),
  );
  if (awake.length === 0) {
    return { step: 'start', cohort: rollout.cohort, environmentIds: [] };
  }
  if (next > rollout.cohort && rollout.waitBetweenCohorts) {
    const { cohorts, cohort } = rollout;
    const left = open.filter(one => one.cohort < next).length;
    return {
      step: 'pause',
      reason: `Cohort ${cohorts[cohort].name} is done${
        left > 0 ? `, ${left} asleep left for later` : ''
      }; resume for ${cohorts[next].name}`,
      cohort: next,
    };
  }
  const underWay = open.filter(({ state }) => state === 'Upgrading').length;
  return {
    step: 'start',
    cohort: next,
    environmentIds: awake
      .filter(({ state, cohort }) => state === 'Pending' && cohort <= next)
      .filter(({ environmentId }) => !passedOver?.has(environmentId))
      .slice(0, Math.max(0, AT_ONCE - underWay))
      .map(({ environmentId }) => environmentId),
  };
}
