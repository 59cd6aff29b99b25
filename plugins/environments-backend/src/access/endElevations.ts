import { ElevationRow } from '../database/ElevationsTable';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Author } from '../lifecycle/acceptOperation';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { revokeAccounts } from './revokeAccounts';

/** How one ends that was not refused. */
type End = 'lapsed' | 'closed' | 'revoked';

/**
 * Ends one that is undecided or open, and has its account deleted. The environment is
 * locked before the elevation, everywhere.
 *
 * @param elevation - locked
 */
export async function endElevation(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  elevation: ElevationRow,
  { state, reason }: { state: End; reason: string },
): Promise<void> {
  const { actor, source, correlationId, authorization } = author;
  const { id, person, usedAt } = elevation;
  await tx.elevations.close(id, state, actor.ref);
  await tx.record({
    ...aboutEnvironment(environment),
    action: 'environment.elevation.close',
    // What time does, nobody asked for.
    stage: actor.kind === 'system' ? 'observed' : 'succeeded',
    correlationId,
    actor,
    source,
    authorization,
    parameters: {
      elevation: id,
      person,
      state,
      usedAt: usedAt?.toISOString() ?? null,
    },
    reason,
  });
  await revokeAccounts(
    tx,
    author,
    environment,
    { person, role: 'elevated' },
    reason,
  );
  tx.changed(environment.id);
}

/**
 * Ends those of one person, of everybody who was let in as somebody else, or all.
 *
 * @param environment - locked
 */
export async function endElevations(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  of: { person?: string; withoutClaims?: string[] },
  reason: string,
): Promise<void> {
  const found = await tx.elevations.lockAllCurrent(environment.id, of);
  for (const elevation of found) {
    await endElevation(tx, author, environment, elevation, {
      state: 'revoked',
      reason,
    });
  }
}
