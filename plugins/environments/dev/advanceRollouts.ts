import { RolloutDetail } from '@sandlot/plugin-environments-common';
import { FakeEnvironmentsApi } from '../src/__testUtils__/FakeEnvironmentsApi';

type Member = RolloutDetail['members'][number];

const COUNTS = {
  Pending: 'pending',
  Upgrading: 'upgrading',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Held: 'held',
  Skipped: 'skipped',
} as const;

/** In every rollout that runs, one environment is done and the next begins. */
export function advanceRollouts(api: FakeEnvironmentsApi) {
  api.rollouts = api.rollouts.map(detail =>
    detail.rollout.state === 'Running' ? advance(detail) : detail,
  );
}

function advance({ rollout, members }: RolloutDetail): RolloutDetail {
  const next = members.findIndex(({ state }) => state === 'Pending');
  const moved = members.map((member, index): Member => {
    if (member.state === 'Upgrading') {
      return { ...member, state: 'Succeeded' };
    }
    return index === next
      ? { ...member, state: 'Upgrading', operationId: rollout.id }
      : member;
  });
  const isDone = moved.every(
    ({ state }) => state !== 'Pending' && state !== 'Upgrading',
  );
  return {
    members: moved,
    rollout: {
      ...rollout,
      ...(isDone && {
        state: 'Completed' as const,
        finishedAt: new Date().toISOString(),
      }),
      cohorts: rollout.cohorts.map(cohort => ({
        ...cohort,
        ...countStates(moved.filter(({ cohort: c }) => c === cohort.name)),
      })),
    },
  };
}

function countStates(members: Member[]) {
  const counts = {
    pending: 0,
    upgrading: 0,
    succeeded: 0,
    failed: 0,
    held: 0,
    skipped: 0,
  };
  for (const { state } of members) {
    counts[COUNTS[state]] += 1;
  }
  return counts;
}
