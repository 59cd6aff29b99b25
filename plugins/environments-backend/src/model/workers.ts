import { toError } from '@backstage/errors';
import { BY_WORKERS, Change, NOTHING } from './Change';
import { ModelWorker } from './ModelWorker';
import { FrozenWorker, Run } from './Run';
import { EnvironmentView } from './World';
import { Command } from './commands';

const SECOND = 1000;
/** A call to a cluster is given up after that: nobody is slow, and alive, for longer. */
const LONGEST_CALL = 9 * SECOND;
const RENEWAL = 3 * SECOND;

/** Faults of a worker's surroundings, with which it may end. */
const EXPECTED = ['ServiceUnavailableError', 'UnwrittenError', 'FencedError'];

type Progress = Pick<Extract<Command, { do: 'work' }>, 'calls' | 'fate'>;

/** A new one takes up what the environment has in hand. */
export async function work(
  run: Run,
  { operationId }: EnvironmentView,
  progress: Progress,
): Promise<Change> {
  const { clock, reconciler } = run.engine;
  const worker = await ModelWorker.start(clock, () =>
    reconciler.run(operationId),
  );
  return goOn(run, { worker, operationId }, progress);
}

export async function goOn(
  run: Run,
  one: FrozenWorker,
  { calls, fate }: Progress,
): Promise<Change> {
  const { worker, operationId } = one;
  await worker.goOn(calls ?? 0, fate);
  if (calls === undefined || fate) await worker.finish();
  run.frozen = run.frozen.filter(other => other !== one);
  if (!worker.hasEnded) run.frozen.push(one);
  if (worker.fault) {
    const { name, message } = toError(worker.fault);
    if (!EXPECTED.includes(name)) {
      run.breaches.push(`A worker ended with ${name}: ${message}`);
    }
  }
  // Whoever has no longer an operation in hand changes nothing.
  const { environments, operations } = run.world;
  const { state } = operations.find(({ id }) => id === operationId)!;
  const holder = environments.find(other => other.operationId === operationId);
  const isDue = state === 'Queued' || state === 'Running';
  return holder && isDue && holder.phase !== 'AwaitingApproval'
    ? { of: holder.id, may: BY_WORKERS }
    : NOTHING;
}

export async function pass(
  run: Run,
  milliseconds: number,
  alive: boolean,
): Promise<Change | undefined> {
  const { clock } = run.engine;
  const isAlone = run.frozen.length === 0;
  let left = milliseconds;
  if (alive && milliseconds > LONGEST_CALL) {
    for (const one of run.frozen.splice(0)) await goOn(run, one, {});
  } else if (alive) {
    for (; left > RENEWAL; left -= RENEWAL) {
      await clock.advance(RENEWAL);
      for (const { worker } of run.frozen) await worker.beAlive();
    }
  }
  await clock.advance(left);
  return isAlone ? undefined : { may: BY_WORKERS };
}
