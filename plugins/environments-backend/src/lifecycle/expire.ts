import { endChanges } from '../approvals/endChange';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { inUtc } from '../domain/inUtc';
import { LeaseTerms } from '../domain/lease';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { leaseAuthor } from './leaseAuthor';
import { putToSleep } from './putToSleep';
import { requestDeletion } from './requestDeletion';

const UNTOLD = ', and for a day nobody could be told of that';

/**
 * Ends the lease of an environment: it hibernates, if there is anything that runs,
 * and from now on can be restored for as long as the terms say.
 *
 * @param environment - locked in this transaction, at rest and without a legal hold
 * @param now - by the database's clock
 */
export async function expire(
  tx: Transaction,
  environment: EnvironmentRow,
  how: { terms: LeaseTerms; now: Date; untold?: true },
): Promise<void> {
  const { id, phase, namespaceUid, expiresAt } = environment;
  const { terms, now, untold } = how;
  const author = leaseAuthor();
  const deleteAt = new Date(now.getTime() + terms.restoreSeconds * 1000);
  const reason = `Its lease ended at ${inUtc(expiresAt!)}${
    untold ? UNTOLD : ''
  }`;
  const runs = phase !== 'Hibernated' && namespaceUid !== undefined;
  const expired = await tx.environments.decide(id, { deleteAt });
  await tx.record({
    ...aboutEnvironment(expired),
    action: 'environment.expire',
    stage: 'observed',
    correlationId: author.correlationId,
    actor: author.actor,
    parameters: {
      expiredAt: expiresAt!.toISOString(),
      deleteAt: deleteAt.toISOString(),
    },
    reason,
  });
  await endChanges(tx, expired, {
    approvals: 'outdated',
    reason: 'Expired',
    message: `${reason}, before all had agreed: it can be restored until ${inUtc(
      deleteAt,
    )}`,
  });
  tx.changed(id);
  if (runs) {
    const why = { cause: 'lease', message: reason, reason, now } as const;
    await putToSleep(tx, author, expired, why);
  }
}

/**
 * Asks for the deletion of what has expired and was not restored in time.
 *
 * @param environment - locked in this transaction, and without a legal hold
 */
export async function deleteExpired(
  tx: Transaction,
  environment: EnvironmentRow,
  { untold }: { untold?: true },
): Promise<void> {
  const { expiresAt, deleteAt } = environment;
  const reason = `Its lease ended at ${inUtc(
    expiresAt!,
  )}, and nobody restored it until ${inUtc(deleteAt!)}${untold ? UNTOLD : ''}`;
  await requestDeletion(tx, leaseAuthor(), environment, {
    message: reason,
    reason,
  });
}
