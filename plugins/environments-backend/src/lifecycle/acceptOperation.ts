import { JsonObject } from '@backstage/types';
import { Stage } from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { AuditEvent } from '../audit/AuditEvent';
import { digestOfObjects } from '../audit/record/digestOfObjects';
import { Transaction } from '../database/Store';
import {
  EnvironmentRow,
  OperationDetails,
  OperationRow,
} from '../database/rows';
import { withCondition } from '../domain/conditions';
import { OperationKind, transitions } from '../domain/lifecycle';
import { describeAgreements } from '../approvals/describeAgreements';
import type { Agreement } from '../approvals/withAgreement';
import { Caller } from '../service/Caller';
import { aboutEnvironment } from '../service/aboutEnvironment';

/** In whose name something is done, and why that is allowed. */
export type Author = Pick<
  Caller,
  'actor' | 'correlationId' | 'authorization' | 'policies'
> &
  Partial<Pick<Caller, 'source'>> & {
    /** Others had to agree first, and have. It is in the log since it was asked for. */
    agreement?: Agreement;
  };

/** An operation that a worker is to do. */
export interface AcceptedWork {
  kind: OperationKind;
  stages: Stage[];
  /** Why it is not Ready meanwhile, in a sentence. */
  message: string;
  id?: string;
  /** Digest of the revision that it is about; the environment's own unless told. */
  revision?: string;
  details?: OperationDetails;
  rolloutId?: string;
  reason?: string;
  /** For the record. */
  parameters?: JsonObject;
}

/**
 * Everything that is written when work on an environment is accepted: the
 * operation, the phase, the records and the job.
 *
 * @param environment - locked in this transaction
 */
export async function acceptOperation(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  work: AcceptedWork,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { id } = environment;
  const { kind } = work;
  const phase = transitions[kind].during!;
  const operation = await tx.operations.insert({
    id: work.id ?? uuidv7(),
    environmentId: id,
    kind,
    revision: work.revision ?? environment.revision,
    correlationId: author.correlationId,
    actor: author.actor,
    stages: work.stages,
    details: { ...work.details, before: environment.phase },
    rolloutId: work.rolloutId,
    reason: work.reason,
  });
  if (author.actor.kind !== 'system' && !work.rolloutId) {
    await tx.environments.noteAsked(id);
  }
  const updated = await tx.environments.handOver(
    id,
    operation.id,
    phase,
    withCondition(
      environment.conditions,
      { type: 'Ready', status: 'False', reason: phase, message: work.message },
      new Date(),
    ),
  );
  const event = {
    ...aboutEnvironment(updated),
    ...digestOfObjects(kind, updated.manifests),
    action: `environment.${kind}`,
    correlationId: author.correlationId,
    actor: author.actor,
    source: author.source,
    operationId: operation.id,
  } as const;
  await tx.record(
    ...requestedUnlessKnown(author, {
      ...event,
      stage: 'requested',
      parameters: work.parameters,
      reason: work.reason,
    }),
    {
      ...event,
      stage: 'authorized',
      ...groundsOf(author),
    },
  );
  await tx.enqueue(operation.id);
  tx.changed(id);
  return { environment: updated, operation };
}

/** What waited for agreement was recorded when it was asked for. */
export function requestedUnlessKnown(
  { agreement }: Author,
  event: AuditEvent,
): AuditEvent[] {
  return agreement ? [] : [event];
}

/** Why somebody may do it, for the record. */
export function groundsOf({
  authorization,
  policies,
  agreement,
}: Author): Pick<AuditEvent, 'authorization' | 'policies' | 'approvals'> {
  return {
    authorization,
    policies,
    ...(agreement && { approvals: describeAgreements(agreement.approvals) }),
  };
}
