import { AuditEvent } from '../audit/AuditEvent';
import { RolloutRow } from '../database/RolloutsTable';
import { Transaction } from '../database/Store';
import { Caller } from '../service/Caller';

/** What a person did with a rollout. */
export async function recordRolloutAct(
  tx: Transaction,
  caller: Caller,
  rollout: Pick<RolloutRow, 'id' | 'templateRef' | 'revision'>,
  event: Pick<AuditEvent, 'action' | 'reason' | 'parameters'>,
): Promise<void> {
  await tx.record({
    ...event,
    stage: 'succeeded',
    correlationId: caller.correlationId,
    actor: caller.actor,
    source: caller.source,
    authorization: caller.authorization,
    target: { kind: 'Rollout', name: rollout.id },
    template: { ref: rollout.templateRef, revision: rollout.revision },
  });
}

/** What became of a rollout by itself, in the name of whoever created it. */
export async function recordRolloutTurn(
  tx: Transaction,
  rollout: RolloutRow,
  event: Pick<AuditEvent, 'action' | 'reason'>,
): Promise<void> {
  await tx.record({
    ...event,
    stage: 'observed',
    correlationId: rollout.correlationId,
    actor: {
      ref: 'plugin:environments',
      kind: 'system',
      groups: [],
      onBehalfOf: rollout.actor.ref,
      authMethod: 'worker',
    },
    target: { kind: 'Rollout', name: rollout.id },
    template: { ref: rollout.templateRef, revision: rollout.revision },
  });
}
