import { ConflictError } from '@backstage/errors';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Caller } from './Caller';
import { notFound } from './notFound';

/**
 * Locks an environment for what the caller was let through to do with it, and looks
 * again: its owner and members may have changed between the two. Whoever does that
 * holds the same lock, and revokes what is there by then.
 *
 * @throws NotFoundError, ConflictError
 */
export async function lockPermitted(
  tx: Transaction,
  { mayStill }: Pick<Caller, 'mayStill'>,
  id: string,
): Promise<EnvironmentRow> {
  const environment = await tx.environments.lock(id);
  if (!environment) throw notFound(id);
  if (mayStill && !mayStill(environment)) {
    throw new ConflictError(
      `Who may use environment ${id} has just changed, and you may not do this with it any more: look at it again`,
    );
  }
  return environment;
}
