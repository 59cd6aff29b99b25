import { AccessAccountRow } from '../database/AccessAccountsTable';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Author } from '../lifecycle/acceptOperation';
import { accessEvent, signInFor } from './accessEvent';

/** Whose: one person's, or only that in one role, or of everybody who was let in as somebody else. */
export type Revoked =
  | { person: string; role?: AccessAccountRow['role'] }
  | { withoutClaims: string[] };

/**
 * Has accounts deleted. This is the decision; `AccessRevoker` carries it out, and goes
 * on with it after a crash, as long as the row is there.
 */
export async function revokeAccounts(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  of: Revoked,
  reason: string,
): Promise<void> {
  const { actor, source, correlationId, authorization } = author;
  const revocation = { actor, source, correlationId, reason };
  const revoked = await tx.accessAccounts.revoke(
    environment.id,
    of,
    revocation,
  );
  for (const row of revoked) {
    const event = accessEvent('environment.revokeAccess', environment, {
      ...revocation,
      account: row.account,
      username: row.username,
    });
    await tx.record(
      {
        ...event,
        stage: 'requested',
        parameters: {
          person: row.person,
          role: row.role,
          ...signInFor(row),
        },
      },
      { ...event, stage: 'authorized', authorization },
    );
  }
}
