import { ConflictError } from '@backstage/errors';
import { ApprovalRow } from '../database/ApprovalsTable';
import { EnvironmentRow } from '../database/rows';
import { Transaction } from '../database/Store';
import { withCondition } from '../domain/conditions';
import { digestOfObjects } from '../audit/record/digestOfObjects';
import { Author } from '../lifecycle/acceptOperation';
import { requestDeletion } from '../lifecycle/requestDeletion';
import { supersede } from '../lifecycle/supersede';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { describeAgreements } from './describeAgreements';
import { endChange } from './endChange';

/**
 * Everybody has agreed: the request goes to those that wait for a place, the first of which
 * gets one at once where there is one.
 *
 * @param environment - locked in this transaction
 */
export async function admitApproved(
  tx: Transaction,
  environment: EnvironmentRow,
  approvals: ApprovalRow[],
): Promise<void> {
  const { id, operationId } = environment;
  const operation = (await tx.operations.get(operationId))!;
  const waiting = await tx.environments.handOver(
    id,
    operationId,
    'Waiting',
    withCondition(
      environment.conditions,
      {
        type: 'Ready',
        status: 'False',
        reason: 'Waiting',
        message: 'Everybody has agreed: it is made when there is room',
      },
      await tx.now(),
    ),
  );
  await tx.record({
    ...aboutEnvironment(waiting),
    ...digestOfObjects('create', waiting.manifests),
    action: 'environment.create',
    stage: 'authorized',
    correlationId: operation.correlationId,
    actor: operation.actor,
    operationId,
    authorization: operation.details.authorization,
    policies: operation.details.policies,
    approvals: describeAgreements(approvals),
  });
  tx.changed(id);
}

/**
 * Somebody refused, or nobody answered in time: nothing is made, or nothing changes.
 *
 * @param environment - locked in this transaction
 * @throws ConflictError when a legal hold keeps the environment
 */
export async function endRefused(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  { operationId }: Pick<ApprovalRow, 'operationId'>,
  why: { reason: 'Rejected' | 'ApprovalExpired'; message: string },
): Promise<void> {
  const operation = (await tx.operations.get(operationId))!;
  if (operation.state === 'AwaitingApproval') {
    await endChange(tx, environment, operation, {
      approvals: 'cancelled',
      ...why,
    });
    return;
  }
  // Such holds are from before they were refused.
  if (environment.legalHold) {
    throw new ConflictError(
      `Environment ${environment.name} is under legal hold, though nothing of it is made: have ops or an auditor end the hold first`,
    );
  }
  await supersede(tx, environment, operation, {
    state: 'Cancelled',
    ...why,
    advice:
      why.reason === 'Rejected'
        ? 'Nothing was made. Talk to whoever refused it, then ask again.'
        : 'Nothing was made. Ask again, and tell those who must agree.',
  });
  await requestDeletion(tx, author, environment, {
    message: why.message,
  });
}
