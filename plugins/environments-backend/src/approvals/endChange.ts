import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { supersede } from '../lifecycle/supersede';

/** How a change ends that waited for agreement. */
export interface ChangeEnding {
  /** What becomes of the approvals that nobody decided on. */
  approvals: 'cancelled' | 'outdated';
  /** One word for programs. */
  reason: string;
  message: string;
}

/**
 * Ends a change that waits for agreement: nothing of it is done.
 *
 * @param environment - locked in this transaction
 */
export async function endChange(
  tx: Transaction,
  environment: EnvironmentRow,
  operation: OperationRow,
  { approvals, reason, message }: ChangeEnding,
): Promise<void> {
  await tx.approvals.closeOf(operation.id, approvals);
  await supersede(tx, environment, operation, {
    state: 'Cancelled',
    reason,
    message,
    advice: 'Nothing was changed. Whoever still wants it asks again.',
  });
  tx.changed(environment.id);
}

/** Ends all that wait. */
export async function endChanges(
  tx: Transaction,
  environment: EnvironmentRow,
  ending: ChangeEnding,
): Promise<void> {
  for (const operation of await tx.operations.awaitingOf(environment.id)) {
    await endChange(tx, environment, operation, ending);
  }
}
