import { Environment } from '@sandlot/plugin-environments-common';
import { deletionOf } from '../../format/lease';

/** A moment in the life of an environment with a lease. */
export interface LeaseDate {
  kind:
    | 'made'
    | 'now'
    | 'expiryWarning'
    | 'expiry'
    | 'expired'
    | 'deletionWarning'
    | 'deletion';
  at: string;
  /** When it was sent, of a warning that was. */
  sentAt?: string;
}

/** From its making to its deletion, in the order of time. */
export function leaseTimeline(
  { createdAt, lease }: Pick<Environment, 'createdAt' | 'lease'>,
  now: Date,
): LeaseDate[] {
  if (!lease) {
    return [];
  }
  const deletion = deletionOf(lease);
  const dates: LeaseDate[] = [
    { kind: 'made', at: createdAt },
    { kind: 'now', at: now.toISOString() },
    ...lease.warnings.map(({ at, before, sentAt }) => ({
      kind: `${before}Warning` as const,
      at,
      sentAt,
    })),
    { kind: lease.deleteAt ? 'expired' : 'expiry', at: lease.expiresAt },
    ...(deletion ? [{ kind: 'deletion' as const, at: deletion }] : []),
  ];
  return dates.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
