import { JsonObject } from '@backstage/types';
import { v7 as uuidv7 } from 'uuid';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { withCondition } from '../domain/conditions';
import { ObjectIdentity, isSameObject } from '../domain/objectIdentity';
import { planStages } from '../domain/stages';
import { withDrift } from '../drift/withDrift';
import { Caller } from '../service/Caller';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { objectsToPrune } from './objectsToPrune';

/** In whose name something is done, and why that is allowed. */
export type ChangeAuthor = Pick<
  Caller,
  'actor' | 'correlationId' | 'authorization'
> &
  Partial<Pick<Caller, 'source'>>;

export interface EnvironmentChange {
  kind: 'upgrade' | 'rollback' | 'revert';
  /** What it is to be made of; absent: what it is made of already. */
  render?: EnvironmentRender & { title: string; isDraft: boolean };
  /** Only these of its objects are applied. */
  only?: ObjectIdentity[];
  rolloutId?: string;
  reason?: string;
  /** For the record. */
  parameters: JsonObject;
}

const inProgress: Record<EnvironmentChange['kind'], string> = {
  upgrade: 'It is being upgraded',
  rollback: 'It is being made what it was before',
  revert: 'What was changed past the portal is being made again',
};

/**
 * Everything that is written when a change is accepted: what the environment was
 * and will be made of, the operation, the records and the job.
 *
 * @param environment - locked in this transaction, and settled
 */
export async function acceptChange(
  tx: Transaction,
  author: ChangeAuthor,
  environment: EnvironmentRow,
  change: EnvironmentChange,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { id } = environment;
  const { kind, render, only, rolloutId } = change;
  const manifests = render?.manifests ?? environment.manifests;
  const checks = render?.checks ?? environment.checks;
  const prune = render ? await objectsToPrune(tx, environment, render) : [];
  const applied = only
    ? manifests.filter(manifest => only.some(isSameObject(manifest)))
    : manifests;

  const operation = await tx.operations.insert({
    id: uuidv7(),
    environmentId: id,
    kind,
    revision: render?.revision ?? environment.revision,
    correlationId: author.correlationId,
    actor: author.actor,
    stages: planStages(kind, applied, checks, prune),
    details: {
      ...(prune.length > 0 && { prune }),
      ...(only && { only }),
    },
    rolloutId,
  });
  if (render) {
    const { title, isDraft, ...made } = render;
    await tx.environmentRenders.add(environment, operation.id);
    await tx.environments.remake(id, {
      ...made,
      templateTitle: title,
      draft: isDraft,
    });
  }
  const conditions = withCondition(
    environment.conditions,
    {
      type: 'Ready',
      status: 'False',
      reason: 'Updating',
      message: inProgress[kind],
    },
    new Date(),
  );
  const drifts = await tx.drifts.of(id);
  const settled = render
    ? drifts
    : drifts.filter(drift => only?.some(isSameObject(drift)));
  await tx.drifts.remove(id, settled);
  const updated = await tx.environments.handOver(
    id,
    operation.id,
    'Updating',
    withDrift(
      conditions,
      drifts.filter(drift => !settled.includes(drift)),
      new Date(),
    ),
  );
  const event = {
    ...aboutEnvironment(updated),
    action: `environment.${kind}`,
    correlationId: author.correlationId,
    actor: author.actor,
    source: author.source,
    operationId: operation.id,
  } as const;
  await tx.record(
    {
      ...event,
      stage: 'requested',
      parameters: change.parameters,
      reason: change.reason,
    },
    { ...event, stage: 'authorized', authorization: author.authorization },
  );
  await tx.enqueue(operation.id);
  tx.changed(id);
  return { environment: updated, operation };
}
