import { Knex } from 'knex';
import { mayBeSilent } from '../../database/endStalledTransactions';

/** How far a sink is. */
export interface SinkRow {
  id: string;
  /** The first record that it has not taken. */
  nextIndex: bigint;
  /** Tries in a row that it did not take. */
  failures: number;
  nextTryAt: Date;
  parkedAt?: Date;
  problem?: string;
  /** By the database's clock. */
  isDue: boolean;
}

/** How far each sink is. */
export class SinksTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Whoever gets it gives the sink its records, until the transaction ends. No
   * lock of a row: that would give the transaction an id, and hold sealing up while
   * the sink is waited for.
   */
  async hold(id: string): Promise<boolean> {
    const { rows } = await this.#knex.raw(
      `select pg_try_advisory_xact_lock(hashtext(?)) and ${mayBeSilent} as held`,
      [`environments.sink:${id}`],
    );
    return rows[0].held;
  }

  async get(id: string): Promise<SinkRow | undefined> {
    const row = await this.#knex('audit_sinks')
      .select('*', this.#knex.raw('next_try_at <= clock_timestamp() as is_due'))
      .where({ id })
      .first();
    return (
      row && {
        id,
        nextIndex: BigInt(row.next_index),
        failures: row.failures,
        nextTryAt: row.next_try_at,
        parkedAt: row.parked_at ?? undefined,
        problem: row.problem ?? undefined,
        isDue: row.is_due,
      }
    );
  }

  async took(id: string, nextIndex: bigint): Promise<void> {
    const taken = {
      next_index: String(nextIndex),
      failures: 0,
      problem: null,
      parked_at: null,
    };
    await this.#knex('audit_sinks')
      .insert({ id, ...taken })
      .onConflict('id')
      .merge(taken);
  }

  async failed(
    id: string,
    failure: {
      failures: number;
      problem: string;
      retryAfterSeconds: number;
      isParked: boolean;
    },
  ): Promise<void> {
    const { failures, problem, retryAfterSeconds, isParked } = failure;
    const now = this.#knex.raw('clock_timestamp()');
    const stand = {
      failures,
      problem,
      next_try_at: this.#knex.raw(
        'clock_timestamp() + make_interval(secs => ?)',
        [retryAfterSeconds],
      ),
      parked_at: isParked ? now : null,
    };
    await this.#knex('audit_sinks')
      .insert({ id, ...stand })
      .onConflict('id')
      .merge(stand);
  }

  /** It goes on where it stopped. */
  async resume(id: string): Promise<void> {
    await this.#knex('audit_sinks')
      .where({ id })
      .update({
        failures: 0,
        parked_at: null,
        next_try_at: this.#knex.raw('clock_timestamp()'),
      });
  }
}
