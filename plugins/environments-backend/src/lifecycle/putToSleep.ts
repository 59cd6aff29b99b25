import { Hibernation } from '@sandlot/plugin-environments-common';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { planStages } from '../domain/stages';
import { Author, acceptOperation } from './acceptOperation';

/**
 * Asks that an environment hibernate.
 *
 * @param environment - locked in this transaction; its state permits it
 * @param why - `message`: in words, with who or what wants it
 */
export async function putToSleep(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  why: Pick<Hibernation, 'cause'> & {
    message: string;
    reason?: string;
    now: Date;
    /** Of the operation, where it is known before. */
    id?: string;
  },
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { cause, message, reason, now, id } = why;
  const earlier = environment.hibernation;
  const asleep = await tx.environments.decide(environment.id, {
    hibernation: {
      since: now.toISOString(),
      cause,
      by: author.actor.ref,
      // Those that are noted already are the true ones: a try that failed has made zeros of them.
      sizes: earlier?.sizes,
      failedBefore: earlier
        ? earlier.failedBefore
        : environment.phase === 'Failed' || undefined,
    },
  });
  return acceptOperation(tx, author, asleep, {
    kind: 'hibernate',
    id,
    stages: planStages('hibernate', []),
    details: cause === 'lease' ? { isExpiry: true } : undefined,
    message,
    reason,
    parameters: { cause },
  });
}
