import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { requirePossible } from '../lifecycle/requirePossible';
import { Caller } from '../service/Caller';
import { lockPermitted } from '../service/lockPermitted';

/** @throws NotFoundError; ConflictError when its state does not permit it */
export async function lockFor(
  kind: 'upgrade' | 'rollback',
  tx: Transaction,
  caller: Pick<Caller, 'mayStill'>,
  id: string,
): Promise<EnvironmentRow> {
  const environment = await lockPermitted(tx, caller, id);
  requirePossible(kind, environment);
  return environment;
}
