import { Environment } from '@sandlot/plugin-environments-common';

const DAY_MS = 24 * 60 * 60 * 1000;
/** From then on an end is near, where the portal sends no warnings. */
const SOON_MS = 2 * DAY_MS;

/** How an environment stands with its lease. */
export type LeaseStanding =
  | { kind: 'endless' }
  /** It is not made, or being deleted: there is nothing that could end. */
  | { kind: 'over' }
  /** A legal hold keeps it, whatever the lease says. */
  | { kind: 'held' }
  | { kind: 'ending'; endsAt: string; isSoon: boolean }
  /** The lease has ended: it can be restored, then it is deleted. */
  | { kind: 'expired'; endsAt: string };

/** @param now - an end is soon once the first warning is due */
export function leaseStanding(
  environment: Pick<Environment, 'phase' | 'lease' | 'legalHold'>,
  now: Date,
): LeaseStanding {
  const { phase, lease, legalHold } = environment;
  // What must be agreed to first does not live yet.
  if (
    phase === 'AwaitingApproval' ||
    phase === 'Deleting' ||
    phase === 'Deleted'
  ) {
    return { kind: 'over' };
  }
  if (!lease) {
    return { kind: 'endless' };
  }
  if (legalHold) {
    return { kind: 'held' };
  }
  if (lease.deleteAt) {
    return { kind: 'expired', endsAt: lease.deleteAt };
  }
  const warnings = lease.warnings.filter(({ before }) => before === 'expiry');
  const soonFrom = Math.min(
    ...warnings.map(({ at }) => Date.parse(at)),
    ...(warnings.length === 0 ? [Date.parse(lease.expiresAt) - SOON_MS] : []),
  );
  return {
    kind: 'ending',
    endsAt: lease.expiresAt,
    isSoon: now.getTime() >= soonFrom,
  };
}

/** When what the lease allows is over, and all is deleted; undefined if unknown. */
export function deletionOf({
  expiresAt,
  deleteAt,
  restoreSeconds,
}: NonNullable<Environment['lease']>): string | undefined {
  if (deleteAt || restoreSeconds === undefined) {
    return deleteAt;
  }
  return new Date(Date.parse(expiresAt) + restoreSeconds * 1000).toISOString();
}
