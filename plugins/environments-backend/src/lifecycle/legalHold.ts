import { ConflictError } from '@backstage/errors';
import { AuditAction } from '../audit/AuditEvent';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { notFound } from '../service/notFound';

/** Keeps the environment from expiring and from deletion. A hold that is there is replaced. */
export async function holdLegally(
  tx: Transaction,
  caller: Caller,
  id: string,
  reason: string,
): Promise<EnvironmentRow> {
  await lockLive(tx, id);
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
  const environment = await lockLive(tx, id);
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

async function lockLive(tx: Transaction, id: string): Promise<EnvironmentRow> {
  const environment = await tx.environments.lock(id);
  if (!environment) throw notFound(id);
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
