import { ConflictError } from '@backstage/errors';
import { AuditAction } from '../audit/AuditEvent';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { lockPermitted } from '../service/lockPermitted';

/**
 * Keeps the environment from expiring and from deletion. A hold that is there is replaced.
 *
 * @throws ConflictError while others must agree to it first: there is nothing to keep, and
 * a hold would keep them from refusing
 */
export async function holdLegally(
  tx: Transaction,
  caller: Caller,
  id: string,
  reason: string,
): Promise<EnvironmentRow> {
  const { name, phase } = await lockLive(tx, caller, id);
  if (phase === 'AwaitingApproval') {
    throw new ConflictError(
      `Environment ${name} is ${phase}: nothing of it is made, so that there is nothing to hold. Who asked for it and who decides is in the audit log, whatever becomes of it; put it under legal hold once all have agreed`,
    );
  }
  const now = (await tx.now()).toISOString();
  const held = await tx.environments.decide(id, {
    legalHold: { by: caller.actor.ref, reason, since: now },
  });
  await record(tx, caller, held, 'environment.legalHold', reason);
  return held;
}

/**
 * Whose end has passed meanwhile is warned of it anew, before anything is done.
 *
 * @throws ConflictError when there is no legal hold
 */
export async function endLegalHold(
  tx: Transaction,
  caller: Caller,
  id: string,
  reason: string,
): Promise<EnvironmentRow> {
  const environment = await lockLive(tx, caller, id);
  if (!environment.legalHold) {
    throw new ConflictError(
      `Environment ${environment.name} is under no legal hold`,
    );
  }
  const released = await tx.environments.decide(id, { legalHold: null });
  await tx.leaseNotices.forgetPassed(id);
  await record(tx, caller, released, 'environment.endLegalHold', reason);
  return released;
}

async function lockLive(
  tx: Transaction,
  caller: Caller,
  id: string,
): Promise<EnvironmentRow> {
  const environment = await lockPermitted(tx, caller, id);
  const { name, phase } = environment;
  if (phase === 'Deleting' || phase === 'Deleted') {
    throw new ConflictError(`Environment ${name} is ${phase} already`);
  }
  return environment;
}

async function record(
  tx: Transaction,
  caller: Caller,
  environment: EnvironmentRow,
  action: AuditAction,
  reason: string,
): Promise<void> {
  await tx.record({
    ...aboutEnvironment(environment),
    action,
    stage: 'succeeded',
    correlationId: caller.correlationId,
    actor: caller.actor,
    source: caller.source,
    authorization: caller.authorization,
    reason,
  });
  tx.changed(environment.id);
}
