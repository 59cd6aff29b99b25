import { Phase } from '@sandlot/plugin-environments-common';
import {
  LeaseEnds,
  LeaseNotice,
  LeaseTerms,
  inWords,
  warningsBefore,
} from './lease';

/** What is to come: it expires, or what has expired is deleted. */
export interface LeaseEnd {
  before: LeaseNotice['before'];
  at: Date;
  /** What a warning would have to precede is not told at all. */
  since: Date;
}

/** What of an environment decides what its lease brings. */
export interface LeaseState extends LeaseEnds {
  phase: Phase;
  isHeldLegally: boolean;
  createdAt: Date;
  /** Set when it has expired. */
  deleteAt?: Date;
  /** When its deletion, the last thing that was done with it, has failed. */
  deletionFailedAt?: Date;
}

/** What time brings to an environment now. */
export type LeaseStep =
  | {
      step: 'warn';
      end: LeaseEnd;
      leadSeconds: number;
      /** When it is done at the earliest, if people are told now. */
      actAt: Date;
      /** What is done at once if nobody can be told once more: nobody could be for a day. */
      otherwise?: { step: 'act'; end: LeaseEnd; untold: true };
    }
  | { step: 'act'; end: LeaseEnd; untold?: true }
  /** The end has passed, and something is in the way. */
  | { step: 'wait'; end: LeaseEnd; reason: string; until?: Date };

/** As long as nobody could be told, an end waits at most. */
const SILENCE_SECONDS = 24 * 60 * 60;
/** A deletion that the cluster refused is asked for again after that. */
const RETRY_SECONDS = 60 * 60;

/** In these its lease has not begun, or does not matter any more. */
export const OUT_OF_TIME = [
  'AwaitingApproval',
  'Waiting',
  'Deleting',
  'Deleted',
] as const;
const AT_REST: Phase[] = ['Ready', 'Failed', 'Hibernated'];

/** @returns undefined if its lease has no end */
export function nextEnd({
  createdAt,
  expiresAt,
  deleteAt,
}: Pick<LeaseState, 'createdAt' | 'expiresAt' | 'deleteAt'>):
  | LeaseEnd
  | undefined {
  if (!expiresAt) return undefined;
  return deleteAt
    ? { before: 'deletion', at: deleteAt, since: expiresAt }
    : { before: 'expiry', at: expiresAt, since: createdAt };
}

/** The warnings of an end, the earliest first, without those that there was no time for. */
export function warningsOf(
  end: LeaseEnd,
  terms: LeaseTerms,
): ReturnType<typeof warningsBefore> {
  return warningsBefore(end.at, terms).filter(({ at }) => at > end.since);
}

/**
 * What is to be done now. Of several warnings that were missed only the nearest is
 * given. Nothing is done before its end, and nothing before the last warning was
 * given as long before as it should be: an end may so move away, never nearer.
 *
 * @param notices - of this environment, of any end
 * @returns undefined if there is nothing to do yet
 */
export function nextLeaseStep(
  lease: LeaseState,
  notices: LeaseNotice[],
  terms: LeaseTerms,
  now: Date,
): LeaseStep | undefined {
  const end = nextEnd(lease);
  if (!end || OUT_OF_TIME.some(phase => phase === lease.phase)) {
    return undefined;
  }
  const hasPassed = end.at <= now;
  const wait = (reason: string, until?: Date): LeaseStep | undefined =>
    hasPassed ? { step: 'wait', end, reason, until } : undefined;
  if (lease.isHeldLegally) return wait('It is under legal hold');

  const given = notices.filter(
    notice => notice.before === end.before && sameTime(notice.endsAt, end.at),
  );
  const warnings = warningsOf(end, terms);
  const due = warnings.filter(({ at }) => at <= now).at(-1);
  const isLast = due !== undefined && due === warnings.at(-1);
  const obstacle = whyNotDone(lease, end, now);
  if (due) {
    const { leadSeconds } = due;
    const told = latest(
      given
        .filter(notice => notice.leadSeconds <= leadSeconds)
        .flatMap(({ sentAt }) => sentAt ?? []),
    );
    if (!told) {
      const silence = silentSince(given);
      const gaveUp =
        silence !== undefined && later(silence, SILENCE_SECONDS) <= now;
      return {
        step: 'warn',
        end,
        leadSeconds,
        actAt: isLast ? latest([end.at, later(now, leadSeconds)])! : end.at,
        otherwise:
          hasPassed && gaveUp && !obstacle
            ? { step: 'act', end, untold: true }
            : undefined,
      };
    }
    const heard = later(told, leadSeconds);
    if (hasPassed && heard > now) {
      return wait(
        `People were told of it late, and have ${inWords(
          leadSeconds,
        )} from then`,
        heard,
      );
    }
  }
  if (obstacle) return wait(obstacle);
  return hasPassed ? { step: 'act', end } : undefined;
}

/** Why the end that has passed has no effect yet, for people; undefined if that is none. */
export function whyPostponed(
  lease: LeaseState,
  notices: LeaseNotice[],
  terms: LeaseTerms,
  now: Date,
): { reason: string; until?: Date } | undefined {
  const next = nextLeaseStep(lease, notices, terms, now);
  if (next?.step === 'wait') return next;
  if (next?.step === 'warn' && next.end.at <= now && !next.otherwise) {
    return { reason: 'Nobody was told of it yet, which comes first' };
  }
  return undefined;
}

function whyNotDone(
  { phase, deletionFailedAt }: LeaseState,
  { before }: LeaseEnd,
  now: Date,
): string | undefined {
  if (before === 'expiry' && !AT_REST.includes(phase)) {
    return `It is ${phase}, which comes to its end first`;
  }
  if (deletionFailedAt && later(deletionFailedAt, RETRY_SECONDS) > now) {
    return 'Its deletion has failed, and is asked for once more an hour after that';
  }
  return undefined;
}

/** Since when each attempt to tell people has failed. */
function silentSince(given: LeaseNotice[]): Date | undefined {
  const heard = latest(given.flatMap(({ sentAt }) => sentAt ?? []));
  const failed = given
    .filter(({ sentAt, triedAt }) => !sentAt && (!heard || triedAt > heard))
    .map(({ triedAt }) => triedAt.getTime());
  return failed.length > 0 ? new Date(Math.min(...failed)) : undefined;
}

function latest(times: Date[]): Date | undefined {
  return times.length > 0
    ? new Date(Math.max(...times.map(time => time.getTime())))
    : undefined;
}

function later(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}

function sameTime(one: Date, other: Date): boolean {
  return one.getTime() === other.getTime();
}
