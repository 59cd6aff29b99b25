import { InputError } from '@backstage/errors';
import { EnvironmentRow } from '../database/rows';
import { inUtc } from '../domain/inUtc';
import { LeaseTerms } from '../domain/lease';

const DAY = 24 * 3600_000;
const DEFAULT_DAYS = 7;
const MOST_DAYS = 30;

/**
 * Until when a link is good: as asked, or a week, and never longer than the environment
 * is there by its lease.
 *
 * @param now - by the database's clock
 * @throws InputError when the end that was asked for is none to be had
 */
export function endOfShare(
  asked: string | undefined,
  environment: Pick<EnvironmentRow, 'expiresAt' | 'deleteAt'>,
  { restoreSeconds }: LeaseTerms,
  now: Date,
): Date {
  const { expiresAt, deleteAt } = environment;
  const deletion =
    deleteAt?.getTime() ??
    (expiresAt ? expiresAt.getTime() + restoreSeconds * 1000 : Infinity);
  if (asked === undefined) {
    return new Date(Math.min(now.getTime() + DEFAULT_DAYS * DAY, deletion));
  }
  const end = Date.parse(asked);
  const latest = Math.min(now.getTime() + MOST_DAYS * DAY, deletion);
  if (!(end > now.getTime() && end <= latest)) {
    const why =
      latest === deletion
        ? 'when the environment is deleted'
        : `which is ${MOST_DAYS} days from now`;
    throw new InputError(
      `request/body/expiresAt: expected a time after now and until ${inUtc(
        new Date(latest),
      )}, ${why}`,
    );
  }
  return new Date(end);
}
