import { ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { CrashPlan } from './crashingWorker';

const WORKER = resolve(__dirname, 'crashingWorker.ts');

/** A process of its own that works on an operation until it dies there. It sends a message when it begins to. */
export function spawnWorker(plan: CrashPlan): ChildProcess {
  return spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      WORKER,
      JSON.stringify(plan),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
}
