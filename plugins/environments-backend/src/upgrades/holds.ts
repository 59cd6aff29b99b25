import { ConflictError } from '@backstage/errors';
import { HoldRequest } from '@sandlot/plugin-environments-common';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { activeHold, describeHold } from '../domain/hold';
import { Caller } from '../service/Caller';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { lockPermitted } from '../service/lockPermitted';
import { requireWithinAYear } from './requireWithinAYear';

/** Keeps rollouts away. A hold that is there already is replaced. */
export async function holdEnvironment(
  tx: Transaction,
  caller: Caller,
  id: string,
  { reason, until: asked }: HoldRequest,
): Promise<EnvironmentRow> {
  const now = new Date();
  const until = asked && requireWithinAYear('/until', asked, now);
  const environment = await lockPermitted(tx, caller, id);
  if (environment.phase === 'Deleting' || environment.phase === 'Deleted') {
    throw new ConflictError(
      `Environment ${environment.name} is ${environment.phase}: there is nothing to hold`,
    );
  }
  const held = await tx.environments.setHold(id, {
    by: caller.actor.ref,
    reason,
    since: now.toISOString(),
    until,
  });
  await record(tx, caller, environment, {
    action: 'environment.hold',
    reason,
    parameters: { reason, ...(until && { until }) },
  });
  return held;
}

/** Without a hold nothing is done, and nothing recorded. */
export async function releaseEnvironment(
  tx: Transaction,
  caller: Caller,
  id: string,
): Promise<EnvironmentRow> {
  const environment = await lockPermitted(tx, caller, id);
  const hold = activeHold(environment.hold, new Date());
  if (!hold) return environment;
  await record(tx, caller, environment, {
    action: 'environment.release',
    reason: `It was ${describeHold(hold)}`,
  });
  return tx.environments.setHold(id, undefined);
}

async function record(
  tx: Transaction,
  caller: Caller,
  environment: EnvironmentRow,
  what: Pick<
    Parameters<Transaction['record']>[0],
    'action' | 'reason' | 'parameters'
  >,
): Promise<void> {
  await tx.record({
    ...aboutEnvironment(environment),
    ...what,
    stage: 'succeeded',
    correlationId: caller.correlationId,
    actor: caller.actor,
    source: caller.source,
    authorization: caller.authorization,
  });
  tx.changed(environment.id);
}
