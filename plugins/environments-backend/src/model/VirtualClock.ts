import { AsyncLocalStorage } from 'node:async_hooks';
import os from 'node:os';
import { Knex } from 'knex';

/** Every run begins here, in milliseconds, so that the same seed is the same run. */
const BEGINNING = Date.UTC(2030, 0, 7, 12);

/** Whoever makes a call: on which clock it lives, and the timers that it set. */
export interface Timeline {
  clock: VirtualClock;
  /** Absent for whoever does its work at once: requests and sweeps. */
  timers?: Set<VirtualTimer>;
  /** What sleeping is, for whoever may be interrupted there. */
  sleep?: (milliseconds: number) => Promise<void>;
}

interface VirtualTimer {
  run: () => void;
}

const timelines = new AsyncLocalStorage<Timeline>();

/** The shortest sleep: one that polls has not to ask twice for what takes a moment. */
const SHORTEST_SLEEP_MILLISECONDS = 120;

/**
 * A clock that stands still until it is told to go on, for a database and for
 * all that is called `within` it.
 *
 * The database's time is what decides about leases, so it is the database that must
 * be told. PostgreSQL looks in `pg_catalog` first only as long as the search path does
 * not name it: with `public, pg_catalog` our `clock_timestamp()` hides its own, in
 * queries, in triggers and, when it is there before the migrations, in the defaults
 * of columns. It reads a table of one row, which all sessions share.
 */
export class VirtualClock {
  static readonly searchPath = ['public', 'pg_catalog'];
  readonly #knex: Knex;
  #now = BEGINNING;

  /** @param knex - of an empty database, with this search path */
  static async create(knex: Knex): Promise<VirtualClock> {
    await knex.raw(`
      create table public.virtual_clock (now timestamptz not null);
      insert into public.virtual_clock values ('${new Date(
        BEGINNING,
      ).toISOString()}');
      create function public.clock_timestamp() returns timestamptz language plpgsql as
        'begin return (select now from public.virtual_clock); end';
      create function public.statement_timestamp() returns timestamptz language plpgsql stable as
        'begin return (select now from public.virtual_clock); end';
    `);
    return new VirtualClock(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** In milliseconds, as `Date.now()`. */
  get now(): number {
    return this.#now;
  }

  async reset(): Promise<void> {
    await this.#set(BEGINNING);
  }

  async advance(milliseconds: number): Promise<void> {
    await this.#set(this.#now + milliseconds);
  }

  /** Runs `work` with this clock as `Date`, `performance` and timers. */
  within<T>(work: () => T, more: Omit<Timeline, 'clock'> = {}): T {
    return timelines.run({ ...more, clock: this }, work);
  }

  async #set(milliseconds: number): Promise<void> {
    this.#now = milliseconds;
    await this.#knex('virtual_clock').update({ now: new Date(milliseconds) });
  }
}

/**
 * To be put in the place of `setTimeout` of `node:timers/promises`, by the mock of
 * that module: to sleep lets time pass.
 *
 * @public
 */
export async function sleep(milliseconds: number): Promise<void> {
  const timeline = timelines.getStore();
  if (!timeline) {
    throw new Error('Nobody sleeps outside of a virtual clock here');
  }
  const length = Math.max(milliseconds, SHORTEST_SLEEP_MILLISECONDS);
  await (timeline.sleep ?? (ms => timeline.clock.advance(ms)))(length);
}

/**
 * Puts virtual clocks in the place of those of this process. Whoever is on none,
 * such as the driver of the database, keeps the real ones.
 *
 * @returns undoes it
 */
export function installVirtualClocks(): () => void {
  const real = {
    Date: globalThis.Date,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    now: performance.now,
    uptime: os.uptime,
  };
  const now = () => timelines.getStore()?.clock.now;
  globalThis.Date = new Proxy(real.Date, {
    construct: (target, args) =>
      Reflect.construct(
        target,
        args.length > 0 ? args : [now() ?? target.now()],
      ),
    get: (target, property) =>
      property === 'now'
        ? () => now() ?? target.now()
        : Reflect.get(target, property),
  });
  performance.now = () => now() ?? real.now.call(performance);
  os.uptime = () => {
    const virtual = now();
    return virtual === undefined ? real.uptime() : virtual / 1000;
  };
  globalThis.setInterval = ((run: () => void, ...rest: [number?]) => {
    const timers = timelines.getStore()?.timers;
    if (!timers) return real.setInterval(run, ...rest);
    const timer: VirtualTimer = { run };
    timers.add(timer);
    return timer;
  }) as typeof setInterval;
  globalThis.clearInterval = ((timer: never) => {
    const timers = timelines.getStore()?.timers;
    if (!timers?.delete(timer)) real.clearInterval(timer);
  }) as typeof clearInterval;
  return () => {
    globalThis.Date = real.Date;
    globalThis.setInterval = real.setInterval;
    globalThis.clearInterval = real.clearInterval;
    performance.now = real.now;
    os.uptime = real.uptime;
  };
}
