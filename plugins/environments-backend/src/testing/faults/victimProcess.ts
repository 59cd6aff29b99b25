import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServerProxy } from './ApiServerProxy';
import { PostgresProxy } from './PostgresProxy';
import { Victim } from './Victim';
import { bundleVictim } from './bundleVictim';
import { DatabaseConnection } from './createFaultEngine';
import type { VictimMessage, VictimSettings } from './victimMain';

const COMPILED = join(tmpdir(), 'sandlot-compiled');

/** To start takes a core for a second: more at the same time would only all be late. */
const STARTS_AT_ONCE = 2;
const starting: Promise<unknown>[] = Array.from(
  { length: STARTS_AT_ONCE },
  async () => {},
);
let starts = 0;

interface VictimOptions {
  connection: DatabaseConnection;
  kubeconfig: string;
  clockAheadSeconds?: number;
  leaseSeconds?: number;
}

/** It can also be stopped, and go on later as if nothing had been. */
export interface VictimProcess extends Victim {
  /** When this returns it stands still. */
  freeze(): void;
  thaw(): void;
  /** When its fence let a change to the cluster through, as its last answer has it. See `monotonicNow`. */
  readonly letThrough: number[];
}

/** A backend in a process of its own, behind a fault proxy on either side. */
export function startVictimProcess(
  options: VictimOptions,
): Promise<VictimProcess> {
  const start = () => startProcess(options);
  const place = starts % STARTS_AT_ONCE;
  starts += 1;
  // Nothing has struck yet: a process that does not come up says nothing about the engine.
  const started = starting[place].then(() => start().catch(start));
  starting[place] = started.catch(() => {});
  return started;
}

async function startProcess(options: VictimOptions): Promise<VictimProcess> {
  const postgres = await PostgresProxy.start(options.connection);
  const api = await ApiServerProxy.start(options.kubeconfig);
  const settings: VictimSettings = {
    connection: { ...options.connection, ...postgres.address },
    kubeconfig: api.kubeconfig,
    clockAheadSeconds: options.clockAheadSeconds ?? 0,
    leaseSeconds: options.leaseSeconds,
  };
  const child = spawn(
    process.execPath,
    [
      // Its start makes little garbage that need be looked through.
      '--min-semi-space-size=32',
      await bundleVictim(),
      JSON.stringify(settings),
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Most of its start would be compiling what was compiled before.
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: COMPILED,
        NODE_NO_WARNINGS: '1',
      },
    },
  );
  const dead = new Promise<void>(done => child.once('exit', () => done()));
  let isKilled = false;
  let letThrough: number[] = [];
  const cutAll = () => {
    postgres.cutAll();
    api.cutAll();
  };
  const stop = async () => {
    isKilled = true;
    child.kill('SIGKILL');
    await dead;
    cutAll();
    await Promise.all([postgres.close(), api.close()]);
  };
  try {
    await answerOf(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    strikeDatabase: rule => postgres.rules.add(rule),
    strikeApi: rule => api.rules.add(rule),
    async carryOut(order) {
      child.send(order);
      try {
        ({ letThrough } = await answerOf(child));
      } catch (error) {
        if (!isKilled) throw error;
      }
    },
    kill() {
      isKilled = true;
      child.kill('SIGKILL');
      cutAll();
    },
    freeze() {
      child.kill('SIGSTOP');
      // The signal is on its way; what is struck is not to be answered before.
      while (!stateOf(child).startsWith('T'));
    },
    thaw() {
      child.kill('SIGCONT');
    },
    get letThrough() {
      return letThrough;
    },
    stop,
  };
}

/** As `ps` has it. */
function stateOf({ pid }: ChildProcess): string {
  return execFileSync('ps', ['-o', 'state=', '-p', `${pid}`], {
    encoding: 'utf8',
  }).trim();
}

/** Rejects with what went wrong, or when it dies of something. */
async function answerOf(child: ChildProcess): Promise<VictimMessage> {
  const listening = new AbortController();
  const { signal } = listening;
  const died = once(child, 'exit', { signal }).then((): never => {
    throw new Error('The victim died before its time: see what it said');
  });
  const answered = once(child, 'message', { signal }) as Promise<
    [VictimMessage]
  >;
  // The one that is not waited for any more.
  for (const one of [died, answered]) one.catch(() => {});
  try {
    const [message] = await Promise.race([answered, died]);
    if (!message.done) throw new Error(message.error);
    return message;
  } finally {
    listening.abort();
  }
}
