import { JsonObject } from '@backstage/types';
import { v7 as uuidv7 } from 'uuid';
import { Decision } from '../database/EnvironmentsTable';
import { Transaction } from '../database/Store';
import {
  EnvironmentRow,
  OperationDetails,
  OperationRow,
} from '../database/rows';
import { OperationKind } from '../domain/lifecycle';
import { planStages, withStage } from '../domain/stages';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { Author, groundsOf, requestedUnlessKnown } from './acceptOperation';

/** An operation that needs no cluster: it is done when it is written. */
export interface ConcludedWork {
  kind: OperationKind;
  /** What is decided. */
  decision: Decision;
  id?: string;
  /** For the activity of the environment. */
  details: Pick<OperationDetails, 'member' | 'end'>;
  reason?: string;
  /** For the record. */
  parameters: JsonObject;
}

/**
 * Writes the decision, the operation as done, and its records. What a worker has
 * in hand goes on undisturbed.
 *
 * @param environment - locked in this transaction
 */
export async function concludeOperation(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  work: ConcludedWork,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { kind, reason } = work;
  const now = new Date();
  const stages = planStages(kind, []);
  const { id } = await tx.operations.insert({
    id: work.id ?? uuidv7(),
    environmentId: environment.id,
    kind,
    revision: environment.revision,
    correlationId: author.correlationId,
    actor: author.actor,
    stages,
    details: work.details,
    reason,
  });
  await tx.operations.finish(
    id,
    'Succeeded',
    withStage(stages, 'write', { state: 'Succeeded' }, now),
  );
  if (author.actor.kind !== 'system') {
    await tx.environments.noteAsked(environment.id);
  }
  const updated = await tx.environments.decide(environment.id, work.decision);
  const event = {
    ...aboutEnvironment(updated),
    action: `environment.${kind}`,
    correlationId: author.correlationId,
    actor: author.actor,
    source: author.source,
    operationId: id,
    reason,
  } as const;
  await tx.record(
    ...requestedUnlessKnown(author, {
      ...event,
      stage: 'requested',
      parameters: work.parameters,
    }),
    { ...event, stage: 'authorized', ...groundsOf(author) },
    { ...event, stage: 'succeeded' },
  );
  tx.changed(environment.id);
  return {
    environment: updated,
    operation: (await tx.operations.get(id))!,
  };
}
