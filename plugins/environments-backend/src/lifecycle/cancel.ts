import { endChange } from '../approvals/endChange';
import { ConflictError } from '@backstage/errors';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { withCondition } from '../domain/conditions';
import { isCancellable } from '../domain/lifecycle';
import { Caller } from '../service/Caller';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { noOperation } from '../service/notFound';
import { lockPermitted } from '../service/lockPermitted';
import { requestDeletion } from './requestDeletion';
import { progressOf } from './stateOf';
import { supersede } from './supersede';

function whyNot({ finishedAt, state, kind, details }: OperationRow): string {
  if (finishedAt) return `The operation is done: it has ${state}`;
  return details.isExpiry
    ? 'The lease has ended: restore the environment when it is Hibernated'
    : `The operation has begun: ${kind} can be cancelled before that only`;
}

/**
 * Takes back what was asked for. Where nothing was begun the environment is as it
 * was before; a creation goes over into its deletion, which has nothing to delete
 * if nothing was made.
 *
 * @throws ConflictError when it can't be cancelled any more
 */
export async function cancelOperation(
  tx: Transaction,
  caller: Caller,
  operationId: string,
  reason: string | undefined,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const known = await tx.operations.get(operationId);
  if (!known) throw noOperation(operationId);
  const environment = await lockPermitted(tx, caller, known.environmentId);
  // A worker may be taking it up at this moment: it is ours first, or we see its attempt.
  const operation = (await tx.operations.lock(operationId))!;
  if (!isCancellable(progressOf(operation))) {
    throw new ConflictError(whyNot(operation));
  }
  if (operation.kind === 'create' && environment.legalHold) {
    throw new ConflictError(
      `Environment ${environment.name} is under legal hold: what was made of it can't be deleted`,
    );
  }
  const message = `${caller.actor.ref} cancelled it${
    reason ? `: ${reason}` : ''
  }`;
  await tx.record({
    ...aboutEnvironment(environment),
    action: 'environment.cancel',
    stage: 'succeeded',
    correlationId: caller.correlationId,
    actor: caller.actor,
    source: caller.source,
    authorization: caller.authorization,
    operationId,
    reason,
  });
  if (operation.state === 'AwaitingApproval') {
    await endChange(tx, environment, operation, {
      approvals: 'cancelled',
      reason: 'Cancelled',
      message,
    });
    return {
      environment,
      operation: (await tx.operations.get(operationId))!,
    };
  }
  await supersede(tx, environment, operation, {
    state: 'Cancelled',
    reason: 'Cancelled',
    message,
    advice:
      operation.kind === 'create'
        ? 'What was made of it so far is deleted.'
        : 'Nothing was changed.',
  });
  if (operation.kind === 'create') {
    return requestDeletion(tx, caller, environment, { message, reason });
  }
  // A plan that was cancelled does not come back a minute later.
  await tx.environments.noteAsked(environment.id);
  const { before } = operation.details;
  // Sizes are there from a try that failed, and still needed.
  if (operation.kind === 'hibernate' && !environment.hibernation?.sizes) {
    await tx.environments.decide(environment.id, { hibernation: null });
  }
  const restored = await tx.environments.handOver(
    environment.id,
    operationId,
    before!,
    before === 'Ready'
      ? withCondition(
          environment.conditions,
          {
            type: 'Ready',
            status: 'True',
            reason: 'Cancelled',
            message: `As it was before ${operation.kind} was asked for`,
          },
          new Date(),
        )
      : environment.conditions,
  );
  tx.changed(environment.id);
  return {
    environment: restored,
    operation: (await tx.operations.get(operationId))!,
  };
}
