import { ShareRow } from '../database/SharesTable';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Author } from '../lifecycle/acceptOperation';
import { aboutEnvironment } from '../service/aboutEnvironment';

/**
 * Ends one link to the environment, or all of them. Whoever read by it reads no longer
 * when this commits.
 *
 * @returns those that had not ended already
 */
export async function revokeShares(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  { shareId, reason }: { shareId?: string; reason?: string } = {},
): Promise<ShareRow[]> {
  const revoked = await tx.shares.revoke(environment.id, shareId);
  for (const share of revoked) {
    await tx.record({
      ...aboutEnvironment(environment),
      action: 'environment.revokeShare',
      stage: 'succeeded',
      correlationId: author.correlationId,
      actor: author.actor,
      source: author.source,
      authorization: author.authorization,
      parameters: { share: share.id, label: share.label },
      reason,
    });
  }
  if (revoked.length > 0) tx.changed(environment.id);
  return revoked;
}
