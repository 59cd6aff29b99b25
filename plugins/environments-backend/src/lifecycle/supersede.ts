import { unresolved } from '../audit/unresolved';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { aboutEnvironment } from '../service/aboutEnvironment';

/**
 * Ends the operation that has the environment in hand, if it is not done: nobody
 * will claim it, and its worker's next write is refused once the environment is
 * handed over.
 */
export async function supersede(
  tx: Transaction,
  environment: EnvironmentRow,
  current: OperationRow,
  ending: {
    state: 'Failed' | 'Cancelled';
    /** One word for programs. */
    reason: string;
    message: string;
    advice: string;
  },
): Promise<void> {
  if (current.finishedAt) return;
  const { state, ...failure } = ending;
  await tx.operations.finish(current.id, state, current.stages, failure);
  const open = await tx.openAttempts(current.id);
  await tx.record(...open.map(unresolved), {
    ...aboutEnvironment(environment),
    action: `environment.${current.kind}`,
    stage: 'failed',
    actor: current.actor,
    correlationId: current.correlationId,
    operationId: current.id,
    reason: `${failure.reason}: ${failure.message}`,
  });
}
