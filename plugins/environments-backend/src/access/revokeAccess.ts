import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Author } from '../lifecycle/acceptOperation';
import { endElevations } from './endElevations';
import { revokeAccounts } from './revokeAccounts';

/**
 * Takes access from one person, or from everybody who was let in as none of the
 * environment's owner and members: elevations end, and accounts are to be deleted.
 *
 * @param environment - as it will be, locked
 */
export async function revokeAccess(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  { person, reason }: { person?: string; reason: string },
): Promise<void> {
  const { ownerRef, members } = environment;
  const of = person
    ? { person }
    : { withoutClaims: [ownerRef, ...members.map(({ ref }) => ref)] };
  await endElevations(tx, author, environment, of, reason);
  await revokeAccounts(tx, author, environment, of, reason);
}
