import { Elevation } from '@sandlot/plugin-environments-common';
import { ElevationRow, isCurrent } from '../database/ElevationsTable';

/**
 * An elevation as the API shows it to somebody.
 *
 * @param mayDecide - by the policy, on those of others
 */
export function toElevation(
  row: ElevationRow,
  me: string,
  mayDecide: boolean,
): Elevation {
  const { id, person, minutes, reason, state, decidedBy, closedBy } = row;
  const isOwn = person === me;
  return {
    id,
    person,
    minutes,
    reason,
    state,
    requestedAt: row.requestedAt.toISOString(),
    lapsesAt: row.lapsesAt.toISOString(),
    decidedBy,
    decidedAt: row.decidedAt?.toISOString(),
    decisionReason: row.decisionReason,
    endsAt: row.endsAt?.toISOString(),
    usedAt: row.usedAt?.toISOString(),
    closedBy,
    closedAt: row.closedAt?.toISOString(),
    mayDecide: mayDecide && !isOwn && state === 'requested',
    mayClose: (mayDecide || isOwn) && isCurrent(row),
    mayUse: isOwn && state === 'open',
  };
}
