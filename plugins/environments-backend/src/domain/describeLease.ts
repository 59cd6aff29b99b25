import { Lease } from '@sandlot/plugin-environments-common';
import { LeaseNotice, LeaseTerms } from './lease';
import { LeaseState, nextEnd, warningsOf, whyPostponed } from './leaseStep';

/**
 * The lease as the API shows it; undefined if it has no end.
 *
 * @param now - by the database's clock
 */
export function describeLease(
  state: LeaseState,
  notices: LeaseNotice[],
  terms: LeaseTerms,
  now: Date,
): Lease | undefined {
  const { expiresAt, latestEnd, deleteAt } = state;
  if (!expiresAt) return undefined;
  // Warnings of the expiry are shown after it too.
  const ends = [
    nextEnd({ ...state, deleteAt: undefined })!,
    ...(deleteAt ? [nextEnd(state)!] : []),
  ];
  const postponed = whyPostponed(state, notices, terms, now);
  return {
    expiresAt: expiresAt.toISOString(),
    latest: latestEnd?.toISOString(),
    ...(latestEnd && terms.approvers && { approvers: terms.approvers }),
    deleteAt: deleteAt?.toISOString(),
    restoreSeconds: terms.restoreSeconds,
    postponed: postponed && {
      reason: postponed.reason,
      until: postponed.until?.toISOString(),
    },
    warnings: ends.flatMap(end =>
      warningsOf(end, terms).map(({ leadSeconds, at }) => ({
        before: end.before,
        at: at.toISOString(),
        sentAt: notices
          .find(
            notice =>
              notice.before === end.before &&
              notice.leadSeconds === leadSeconds &&
              notice.endsAt.getTime() === end.at.getTime(),
          )
          ?.sentAt?.toISOString(),
      })),
    ),
  };
}
