import { Cluster } from '@sandlot/plugin-environments-common';
import { Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { withCondition } from '../domain/conditions';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { portalActor } from '../templates/portalActor';
import { Limits } from './Limits';

/**
 * Gives the next free place of a cluster to whoever waits for it longest. The
 * lease begins then: its ends move away by the time that was waited.
 *
 * @returns undefined when there is no place, or nobody waits
 */
export async function admitNext(
  tx: Transaction,
  limits: Limits,
  cluster: Cluster,
): Promise<EnvironmentRow | undefined> {
  await limits.hold(tx, cluster.name);
  const uses = await tx.places.onClusters([cluster.name]);
  const { used, waiting } = uses.get(cluster.name)!;
  const maximum = limits.maximumOf(cluster.name) ?? Infinity;
  if (waiting === 0 || used >= maximum) return undefined;
  const id = await tx.places.lockNextWaiting(cluster.name);
  if (!id) return undefined;

  const environment = (await tx.environments.lock(id))!;
  const { operationId, expiresAt, latestEnd, conditions } = environment;
  const now = await tx.now();
  const waited = now.getTime() - environment.createdAt.getTime();
  const later = (end: Date | undefined) =>
    end && new Date(end.getTime() + Math.max(0, waited));
  await tx.environments.decide(id, {
    expiresAt: later(expiresAt),
    latestEnd: later(latestEnd),
  });
  const admitted = await tx.environments.handOver(
    id,
    operationId,
    'Provisioning',
    withCondition(
      conditions,
      {
        type: 'Ready',
        status: 'False',
        reason: 'Provisioning',
        message: 'It is being made',
      },
      now,
    ),
  );
  const operation = (await tx.operations.get(operationId))!;
  await tx.operations.begin(operationId);
  await tx.record({
    ...aboutEnvironment(admitted),
    action: 'environment.admit',
    stage: 'succeeded',
    correlationId: operation.correlationId,
    actor: { ...portalActor, onBehalfOf: operation.actor.ref },
    operationId,
    reason: `A place is free on ${cluster.title}, after ${Math.round(
      waited / 1000,
    )} s`,
  });
  await tx.enqueue(operationId);
  tx.changed(id);
  return admitted;
}
