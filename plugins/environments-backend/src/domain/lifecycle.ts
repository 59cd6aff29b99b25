import { Operation, Phase } from '@sandlot/plugin-environments-common';

export type OperationKind = Operation['kind'];

/** How one kind of operation moves an environment through its life. */
export interface Transition {
  /** In words, as the docs have it. */
  means: string;
  /** Where it may be asked for; `none` is before there is an environment. */
  from: readonly (Phase | 'none')[];
  /** While it is under way. Absent: it is done within the request, and no phase changes. */
  during?: Phase;
  /** When it has succeeded. */
  to?: Phase;
  /** When it has failed; `Failed` unless told. */
  failed?: Phase;
  /** Whether a legal hold forbids it. */
  heldBack?: true;
  /**
   * Until when it can be cancelled: until a worker begins, when there is nothing
   * to undo; or until its end, and then what it made is deleted. Absent: never.
   */
  cancel?: 'unbegun' | 'always';
}

/** It is there, or about to be, and nobody has asked for its end. */
export const LIVE = [
  'Waiting',
  'Provisioning',
  'Ready',
  'Updating',
  'Failed',
  'Hibernating',
  'Hibernated',
  'Resuming',
] as const satisfies readonly Phase[];
/** Nothing is done with it, and there is something that can be changed. */
const SETTLED = ['Ready', 'Failed'] as const;

/**
 * The life of an environment: every kind of operation, and nothing else moves it
 * from phase to phase. docs/lifecycle.md is made of this table.
 */
export const transitions: Record<OperationKind, Transition> = {
  create: {
    means: 'Makes the namespace and all that the template puts into it',
    from: ['none', 'AwaitingApproval', 'Waiting'],
    during: 'Provisioning',
    to: 'Ready',
    cancel: 'always',
  },
  claim: {
    means: 'Makes what was made ahead somebody’s own',
    // Of the warm pool, which nobody sees.
    from: ['none'],
    during: 'Updating',
    to: 'Ready',
  },
  upgrade: {
    means: 'Makes it what another revision or other choices would make',
    from: SETTLED,
    during: 'Updating',
    to: 'Ready',
  },
  rollback: {
    means: 'Makes it what it was before the last upgrade',
    from: SETTLED,
    during: 'Updating',
    to: 'Ready',
  },
  revert: {
    means: 'Makes again what was changed past the portal',
    from: ['Ready'],
    during: 'Updating',
    to: 'Ready',
  },
  transfer: {
    means: 'Gives it to another owner',
    from: SETTLED,
    during: 'Updating',
    to: 'Ready',
  },
  hibernate: {
    means: 'Scales its workloads to zero and keeps their sizes',
    from: SETTLED,
    during: 'Hibernating',
    to: 'Hibernated',
    cancel: 'unbegun',
  },
  resume: {
    means: 'Gives its workloads their sizes back',
    from: ['Hibernated', 'Failed'],
    during: 'Resuming',
    to: 'Ready',
    cancel: 'unbegun',
  },
  restore: {
    means: 'Resumes what has expired, with a new lease',
    from: ['Hibernated', 'Failed'],
    during: 'Resuming',
    to: 'Ready',
  },
  extend: {
    means: 'Moves the end of its lease away',
    from: LIVE,
  },
  addMember: {
    means: 'Lets somebody else use it',
    from: LIVE,
  },
  removeMember: {
    means: 'Ends that',
    from: LIVE,
  },
  delete: {
    means: 'Deletes the namespace and waits until it is gone',
    from: ['AwaitingApproval', ...LIVE, 'Deleting'],
    during: 'Deleting',
    to: 'Deleted',
    heldBack: true,
    cancel: 'unbegun',
  },
};

/** What of an environment decides about its operations. */
export interface LifecycleState {
  phase: Phase;
  /** Whether there is, or was, a namespace. */
  hasNamespace: boolean;
  isHeldLegally: boolean;
  /** Its lease has ended, and it can be restored. */
  hasExpired: boolean;
  /** Workloads of it are scaled to zero, or some of them. */
  isAsleep: boolean;
}

/**
 * Whether a kind of operation may be asked for now.
 *
 * @returns why not, or undefined if it may
 */
export function whyNotNow(
  kind: OperationKind,
  state: LifecycleState,
): string | undefined {
  const { from, during, heldBack } = transitions[kind];
  if (heldBack && state.isHeldLegally) {
    return 'it is under legal hold: it can be deleted when the hold has ended';
  }
  if (!from.includes(state.phase)) {
    const phases = from.filter(phase => phase !== 'none').join(' or ');
    return `it is ${state.phase}: this is possible when it is ${phases}`;
  }
  if (state.phase === 'Failed' && during && kind !== 'delete') {
    if (!state.hasNamespace) {
      return 'it has no namespace: delete it and make a new one';
    }
    if (kind === 'resume' && !state.isAsleep) {
      return 'its workloads are not scaled to zero: there is nothing to resume';
    }
  }
  if (kind === 'restore' && !state.hasExpired) {
    return 'its lease has not ended: there is nothing to restore';
  }
  if (state.hasExpired && kind !== 'restore' && kind !== 'delete') {
    return 'its lease has ended: restore it first';
  }
  return undefined;
}

/** What of an operation decides whether it can be cancelled. */
export interface OperationProgress {
  kind: OperationKind;
  state: Operation['state'];
  /** How many times a worker took it up. */
  attempt: number;
  /** The phase of the environment before it. */
  before?: Phase;
  /** It is what the end of the lease brings, which is not taken back but restored. */
  isExpiry?: boolean;
}

/** Phases to which an environment can go back when an operation is cancelled. */
const RESTING: (Phase | undefined)[] = ['Ready', 'Failed', 'Hibernated'];

export function isCancellable(operation: OperationProgress): boolean {
  const { kind, state, attempt, before, isExpiry } = operation;
  if (state === 'AwaitingApproval') return true;
  if (isExpiry || (state !== 'Queued' && state !== 'Running')) return false;
  const { cancel } = transitions[kind];
  return (
    cancel === 'always' ||
    (cancel === 'unbegun' && attempt === 0 && RESTING.includes(before))
  );
}

/** The phase at the end of an operation; undefined where it changes none. */
export function phaseAfter(
  kind: OperationKind,
  ending: 'Succeeded' | 'Failed',
): Phase | undefined {
  const { during, to, failed = 'Failed' } = transitions[kind];
  if (!during) return undefined;
  return ending === 'Succeeded' ? to : failed;
}
