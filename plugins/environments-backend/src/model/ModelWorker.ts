import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { Cluster } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { Store } from '../database/Store';
import { VirtualClock } from './VirtualClock';

/** What becomes of a call that a worker makes. */
export type Fate =
  | 'done'
  /** Not done, and the worker is told so. */
  | 'failed'
  /** The same, by a cluster, and for good. */
  | 'refused'
  /** Done, and the worker is told that nobody knows. */
  | 'unanswered'
  /** The worker dies, before it is done. */
  | 'died'
  /** The worker dies, and it was done. */
  | 'diedAfter';

type Place = 'cluster' | 'database' | 'clock';

/** A call at the gate: neither done nor answered yet. */
interface Call {
  meet(fate: Fate): Promise<void>;
}

/** Of whoever is dead: it can do nothing any more, and nobody hears of it. */
class WorkerDied extends Error {}

const workers = new AsyncLocalStorage<ModelWorker>();

/**
 * A worker whose calls to the cluster and the database go through a gate, one at
 * a time as the test says. A transaction is one call: what happens within is kept
 * apart by the database itself. Whose calls are not let go on is frozen, as a
 * process is that was stopped, and may be woken up at any time.
 */
export class ModelWorker {
  /** What it ended with, other than by dying. */
  fault: unknown;
  readonly #clock: VirtualClock;
  readonly #timers = new Set<{ run: () => void }>();
  readonly #renewals: Promise<unknown>[] = [];
  #waiting: Call[] = [];
  #isFree = false;
  #isDead = false;
  #running: Promise<void>;
  #hasEnded = false;

  /** @returns with its first call at the gate */
  static async start(
    clock: VirtualClock,
    work: () => Promise<unknown>,
  ): Promise<ModelWorker> {
    const worker = new ModelWorker(clock, work);
    await turn();
    return worker;
  }

  private constructor(clock: VirtualClock, work: () => Promise<unknown>) {
    this.#clock = clock;
    const timeline = {
      timers: this.#timers,
      sleep: (milliseconds: number) =>
        this.pass('clock', () => clock.advance(milliseconds)),
    };
    this.#running = workers
      .run(this, () => clock.within(() => work(), timeline))
      .catch(error => {
        if (!this.#isDead) this.fault = error;
      })
      .then(() => {
        this.#hasEnded = true;
        this.#timers.clear();
      });
  }

  get hasEnded(): boolean {
    return this.#hasEnded || this.#isDead;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The worker that makes this call, if it is one. */
  static get current(): ModelWorker | undefined {
    return workers.getStore();
  }

  /** Lets so many calls be done, and the next one meet its fate; then it stands. */
  async goOn(calls: number, fate?: Fate): Promise<void> {
    for (let done = 0; done < calls && !this.hasEnded; done += 1) {
      await this.#next('done');
    }
    if (fate && !this.hasEnded) await this.#next(fate);
  }

  /** Nothing is in its way any more. */
  async finish(): Promise<void> {
    this.#isFree = true;
    while (!this.hasEnded && this.#waiting.length > 0) await this.#next('done');
    if (!this.#isDead) await this.#running;
  }

  /** Its timers go off, as they do every three seconds in a process that is not frozen. */
  async beAlive(): Promise<void> {
    for (const { run } of this.#timers) {
      workers.run(this, () => this.#clock.within(run));
    }
    await Promise.allSettled(this.#renewals.splice(0));
    await turn();
  }

  /** Of its lease, by such a timer: past the gate. */
  renew<T>(effect: () => Promise<T>): Promise<T> {
    const renewal = effect();
    this.#renewals.push(renewal);
    return renewal;
  }

  /** A call of this worker. */
  pass<T>(place: Place, effect: () => Promise<T>): Promise<T> {
    if (this.#isDead) return Promise.reject(new WorkerDied());
    if (this.#isFree) return effect();
    return new Promise<T>((resolve, reject) => {
      const meet = async (fate: Fate) => {
        if (fate === 'died') this.#isDead = true;
        const isKept = fate !== 'done' && place === 'clock' && !this.#isDead;
        if (fate === 'done' || isKept) {
          await effect().then(resolve, reject);
          return;
        }
        if (fate === 'unanswered' || fate === 'diedAfter') {
          await effect().catch(() => {});
        }
        if (fate === 'diedAfter') this.#isDead = true;
        reject(this.#isDead ? new WorkerDied() : faultOf(place, fate));
      };
      this.#waiting.push({ meet });
    });
  }

  async #next(fate: Fate): Promise<void> {
    const call = this.#waiting.shift();
    // Its last call was answered, and it comes to its end.
    if (!call) {
      await this.#running;
      return;
    }
    await call.meet(fate);
    if (this.#isDead) {
      this.#timers.clear();
      const rest = this.#waiting.splice(0);
      await Promise.all(rest.map(other => other.meet('died')));
    }
    // What follows from an answer follows at once, up to the next call.
    await turn();
  }
}

function faultOf(place: Place, fate: Fate): Error {
  if (place === 'database') {
    return new ServiceUnavailableError(`The database is away (${fate})`);
  }
  return fate === 'refused'
    ? new ClusterError('Refused', 'The cluster said no', { status: 403 })
    : new ClusterError('Unavailable', `The cluster is away (${fate})`);
}

/** The cluster as workers see it; everybody else calls it at once. */
export function gatedCluster(
  info: Cluster['info'],
  current: () => Cluster,
): Cluster {
  return new Proxy({ info } as Cluster, {
    get(target, property) {
      if (property === 'info') return target.info;
      const value = Reflect.get(current(), property);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const cluster = current();
        const effect = () =>
          Reflect.get(cluster, property).apply(cluster, args);
        return ModelWorker.current?.pass('cluster', effect) ?? effect();
      };
    },
  });
}

/** The store as workers see it; everybody else calls it at once. */
export function gatedStore(store: Store): Store {
  return new Proxy(store, {
    get(target, property) {
      const value = Reflect.get(target, property, target);
      if (typeof value === 'function') return gated(value, target);
      if (typeof value !== 'object') return value;
      return new Proxy(value, {
        get(table, name) {
          const member = Reflect.get(table, name, table);
          if (typeof member !== 'function') return member;
          return gated(member, table, name === 'renewLease');
        },
      });
    },
  });
}

function gated(method: Function, target: object, isRenewal: boolean = false) {
  return (...args: unknown[]) => {
    const effect = () => method.apply(target, args);
    const worker = ModelWorker.current;
    if (!worker) return effect();
    return isRenewal ? worker.renew(effect) : worker.pass('database', effect);
  };
}
