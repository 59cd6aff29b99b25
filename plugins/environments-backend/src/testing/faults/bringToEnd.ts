import { setTimeout as wait } from 'node:timers/promises';
import { FaultEngine } from './createFaultEngine';

/** More than any operation takes, in seconds, also on a machine with much else to do. */
const GIVE_UP_SECONDS = 300;

/**
 * Works on the operation until it is done. Between two tries it lets time pass,
 * by moving lease and due time back: a dead backend's lease runs out after 10 s,
 * and the sweep looks every 10 s. Time is left alone where an engine has a lease of its own.
 */
export async function bringToEnd(
  engine: FaultEngine,
  operationId: string,
): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_SECONDS * 1000;
  for (;;) {
    if (!engine.leaseSeconds) await engine.expireLease(operationId);
    await engine.reconciler.run(operationId);
    const operation = (await engine.store.operations.get(operationId))!;
    if (operation.finishedAt) return;
    if (performance.now() > giveUpAt) break;
    await wait(engine.pauseMilliseconds);
  }
  throw new Error(
    `Operation ${operationId} was not done after ${GIVE_UP_SECONDS} s: see its stages`,
  );
}
