import { Share } from '@sandlot/plugin-environments-common';
import { ShareGrantRow, ShareRow } from '../database/SharesTable';

/** Links as the API shows them, with who has used each. */
export function toShares(rows: ShareRow[], grants: ShareGrantRow[]): Share[] {
  return rows.map(row => ({
    id: row.id,
    label: row.label,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString(),
    state: stateOf(row),
    guests: grants
      .filter(({ shareId }) => shareId === row.id)
      .map(({ person, since }) => ({ person, since: since.toISOString() })),
  }));
}

function stateOf({ revokedAt, isOver }: ShareRow): Share['state'] {
  if (revokedAt) return 'revoked';
  return isOver ? 'expired' : 'active';
}
