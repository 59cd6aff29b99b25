import { Environment, Phase } from '@sandlot/plugin-environments-common';
import { leaseStanding } from './lease';

/** What needs attention comes first. */
const PHASE_ORDER: Phase[] = [
  'Failed',
  'Deleting',
  'AwaitingApproval',
  'Provisioning',
  'Waiting',
  'Updating',
  'Hibernating',
  'Resuming',
  'Ready',
  'Hibernated',
  'Deleted',
];

export const PHASES: readonly Phase[] = PHASE_ORDER;

/** Those that end within minutes; for people one may wait for days. */
const CHANGING: Phase[] = [
  'Waiting',
  'Provisioning',
  'Updating',
  'Hibernating',
  'Resuming',
  'Deleting',
];

export function isChanging(phase: Phase): boolean {
  return CHANGING.includes(phase);
}

/**
 * The same environments: those that failed and those that end soon first, the
 * soonest before the others; then by phase, the newest before the others.
 */
export function byAttention(
  environments: Environment[],
  now = new Date(),
): Environment[] {
  return environments
    .map(environment => ({ environment, end: nearEnd(environment, now) }))
    .sort(
      (a, b) =>
        urgency(a) - urgency(b) ||
        (a.end ?? '').localeCompare(b.end ?? '') ||
        PHASE_ORDER.indexOf(a.environment.phase) -
          PHASE_ORDER.indexOf(b.environment.phase) ||
        b.environment.createdAt.localeCompare(a.environment.createdAt),
    )
    .map(({ environment }) => environment);
}

function urgency(item: { environment: Environment; end?: string }): number {
  if (item.environment.phase === 'Failed') {
    return 0;
  }
  return item.end === undefined ? 2 : 1;
}

/** When something ends that one may still want to keep; undefined while that is far. */
function nearEnd(environment: Environment, now: Date): string | undefined {
  const standing = leaseStanding(environment, now);
  const isNear =
    standing.kind === 'expired' ||
    (standing.kind === 'ending' && standing.isSoon);
  return isNear ? standing.endsAt : undefined;
}

/** Since when the environment is in its phase. */
export function phaseSince(environment: Environment): string {
  const { phase, operation } = environment;
  switch (phase) {
    case 'Ready':
      return environment.readyAt ?? environment.updatedAt;
    case 'Deleted':
      return environment.deletedAt ?? environment.updatedAt;
    case 'Failed':
      return operation.finishedAt ?? environment.updatedAt;
    case 'Hibernated':
      return environment.hibernation?.since ?? environment.updatedAt;
    default:
      return operation.requestedAt;
  }
}
