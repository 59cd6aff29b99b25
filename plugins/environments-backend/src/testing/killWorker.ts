import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Knex } from 'knex';
import { CrashPlan } from './crashingWorker';

const WORKER = resolve(__dirname, 'crashingWorker.ts');

/** Lets a process of its own work on an operation until it dies there, as by kill -9. */
export async function killWorker(
  knex: Knex,
  plan: Omit<CrashPlan, 'connection'>,
): Promise<void> {
  const worker = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      WORKER,
      JSON.stringify({ ...plan, connection: connectionOf(knex) }),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [_code, signal] = await once(worker, 'exit');
  expect(signal).toBe('SIGKILL');
}

/** Knex keeps the password from being listed, and so from being passed on. */
function connectionOf({ client }: Knex): object {
  const { connection } = client.config;
  return { ...connection, password: connection.password };
}
