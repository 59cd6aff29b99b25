import { Operation, Phase } from '@sandlot/plugin-environments-common';
import { EnvironmentView, OperationView } from './World';

type Kind = Operation['kind'];

interface Way {
  /** Where it may be asked for. */
  from: Phase[];
  /** Absent: it is done when it is written. */
  during?: Phase;
  to?: Phase;
}

const SETTLED: Phase[] = ['Ready', 'Failed'];
const LIVE: Phase[] = [
  'Waiting',
  'Provisioning',
  'Ready',
  'Updating',
  'Failed',
  'Hibernating',
  'Hibernated',
  'Resuming',
];

/**
 * The life of an environment as people are promised it, written down a second time:
 * the engine's own table is what is tested here, and says nothing about itself.
 */
export const ways: Record<Kind, Way> = {
  create: { from: ['Waiting'], during: 'Provisioning', to: 'Ready' },
  claim: { from: [], during: 'Updating', to: 'Ready' },
  upgrade: { from: SETTLED, during: 'Updating', to: 'Ready' },
  rollback: { from: SETTLED, during: 'Updating', to: 'Ready' },
  revert: { from: ['Ready'], during: 'Updating', to: 'Ready' },
  transfer: { from: SETTLED, during: 'Updating', to: 'Ready' },
  hibernate: { from: SETTLED, during: 'Hibernating', to: 'Hibernated' },
  resume: { from: ['Hibernated', 'Failed'], during: 'Resuming', to: 'Ready' },
  restore: { from: ['Hibernated', 'Failed'], during: 'Resuming', to: 'Ready' },
  extend: { from: LIVE },
  addMember: { from: LIVE },
  removeMember: { from: LIVE },
  delete: {
    from: ['AwaitingApproval', ...LIVE, 'Deleting'],
    during: 'Deleting',
    to: 'Deleted',
  },
};

/** Whether it may be asked for, of an environment as it is. */
export function isPossible(
  kind: Kind,
  { phase, uid, isHeld, isAsleep, deleteAt }: EnvironmentView,
): boolean {
  const hasExpired = deleteAt !== null;
  if (!ways[kind].from.includes(phase)) return false;
  if (kind === 'delete') return !isHeld;
  // Of what has expired nothing is left but its restoration and its deletion.
  if (hasExpired) return kind === 'restore' && (phase !== 'Failed' || !!uid);
  if (kind === 'restore') return false;
  const isDoneAtOnce = ['extend', 'addMember', 'removeMember'].includes(kind);
  if (phase !== 'Failed' || isDoneAtOnce) return true;
  return uid !== null && (kind !== 'resume' || isAsleep);
}

/** Whether it can be taken back. */
export function isRevocable(
  { kind, state, attempt, before }: OperationView,
  { deleteAt, isHeld }: EnvironmentView,
): boolean {
  if (state !== 'Queued' && state !== 'Running') return false;
  if (kind === 'create') return !isHeld;
  const isBegun = attempt > 0;
  const canGoBack = ['Ready', 'Failed', 'Hibernated'].includes(before ?? '');
  if (isBegun || !canGoBack) return false;
  // Nobody takes back that their time is over.
  if (kind === 'hibernate') return deleteAt === null;
  return kind === 'resume' || kind === 'delete';
}
