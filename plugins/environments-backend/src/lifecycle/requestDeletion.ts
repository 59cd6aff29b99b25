import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { endChanges } from '../approvals/endChange';
import { endElevations } from '../access/endElevations';
import { planStages } from '../domain/stages';
import { Author, acceptOperation } from './acceptOperation';
import { supersede } from './supersede';

/**
 * Asks for the end of an environment, whatever is under way with it.
 *
 * @param environment - locked in this transaction; its state permits it
 * @param why - in words, with who or what wants it
 */
export async function requestDeletion(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  why: { message: string; reason?: string },
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { id } = environment;
  const current = (await tx.operations.get(environment.operationId))!;
  await supersede(tx, environment, current, {
    state: 'Failed',
    reason: 'Superseded',
    message: why.message,
    advice: 'See the deletion for what became of it.',
  });
  await endChanges(tx, environment, {
    approvals: 'cancelled',
    reason: 'Superseded',
    message: why.message,
  });
  await tx.approvals.cancelOf(id);
  await endElevations(tx, author, environment, {}, why.message);
  await tx.drifts.remove(id, await tx.drifts.of(id));
  return acceptOperation(tx, author, environment, {
    kind: 'delete',
    stages: planStages('delete', environment.manifests),
    message: why.message,
    reason: why.reason,
  });
}
