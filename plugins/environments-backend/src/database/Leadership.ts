import { Knex } from 'knex';
import type { Client } from 'pg';

/** For this session, whatever the server's own; without effect on a local socket. */
const KEEP_ALIVE =
  'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3';

/**
 * One backend of many, for work that one is enough for. It is held by a session
 * of PostgreSQL: with the backend or its connection it ends, and the next one
 * that asks has it. Of a machine that is gone without a word PostgreSQL hears nothing,
 * so it asks, and gives the session up after a minute.
 */
export class Leadership {
  readonly #connection: Client;
  #held = true;

  /** @returns undefined if another backend has it */
  static async take(knex: Knex, name: string): Promise<Leadership | undefined> {
    const leadership = await Leadership.#open(knex);
    const taken = await leadership.#lock('pg_try_advisory_lock', name);
    if (taken !== false) return leadership;
    await leadership.release();
    return undefined;
  }

  /** Waits until no other one has it. */
  static async waitFor(knex: Knex, name: string): Promise<Leadership> {
    const leadership = await Leadership.#open(knex);
    await leadership.#lock('pg_advisory_lock', name);
    return leadership;
  }

  /** Outside the pool: it may be held for long and must not take a place there. */
  static async #open(knex: Knex): Promise<Leadership> {
    return new Leadership(await knex.client.acquireRawConnection());
  }

  async #lock(how: string, name: string): Promise<unknown> {
    try {
      await this.#connection.query(KEEP_ALIVE);
      const { rows } = await this.#connection.query(
        `select ${how}(hashtext($1)) as taken`,
        [`environments.${name}`],
      );
      return rows[0].taken;
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  private constructor(connection: Client) {
    this.#connection = connection;
    const lost = () => {
      this.#held = false;
    };
    // Nor does it keep a process from its end.
    (connection as Client & { unref(): void }).unref();
    connection.on('error', lost);
    connection.on('end', lost);
  }

  /** As far as is known here. */
  get isHeld(): boolean {
    return this.#held;
  }

  async release(): Promise<void> {
    this.#held = false;
    await this.#connection.end().catch(() => {});
  }
}
