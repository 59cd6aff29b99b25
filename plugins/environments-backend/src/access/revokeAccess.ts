import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Author } from '../lifecycle/acceptOperation';
import { accessEvent } from './accessEvent';

/**
 * Has accounts deleted: of one person, or of everybody who was let in as none of the
 * environment's owner and members. This is the decision; `AccessRevoker` carries it
 * out, and goes on with it after a crash, as long as the row is there.
 *
 * @param environment - as it will be
 */
export async function revokeAccess(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  { person, reason }: { person?: string; reason: string },
): Promise<void> {
  const { id, ownerRef, members } = environment;
  const { actor, source, correlationId, authorization } = author;
  const revocation = { actor, source, correlationId, reason };
  const revoked = await tx.accessAccounts.revoke(
    id,
    person
      ? { person }
      : { withoutClaims: [ownerRef, ...members.map(({ ref }) => ref)] },
    revocation,
  );
  for (const row of revoked) {
    const event = accessEvent('environment.revokeAccess', environment, {
      ...revocation,
      account: row.account,
    });
    await tx.record(
      {
        ...event,
        stage: 'requested',
        parameters: { person: row.person, role: row.role },
      },
      { ...event, stage: 'authorized', authorization },
    );
  }
}
