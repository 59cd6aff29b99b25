import { once } from 'node:events';
import { Knex } from 'knex';
import { CrashPlan } from './crashingWorker';
import { connectionOf } from './faults/createFaultEngine';
import { spawnWorker } from './spawnWorker';

/** Lets a process of its own work on an operation until it dies there, as by kill -9. */
export async function killWorker(
  knex: Knex,
  plan: Omit<CrashPlan, 'connection'>,
): Promise<void> {
  const worker = spawnWorker({ ...plan, connection: connectionOf(knex) });
  const [_code, signal] = await once(worker, 'exit');
  expect(signal).toBe('SIGKILL');
}
