import { Knex } from 'knex';
import type { Client } from 'pg';

/**
 * One backend of many, for work that one is enough for. It is held by a session
 * of PostgreSQL: with the backend or its connection it ends, and the next one
 * that asks has it.
 */
export class Leadership {
  readonly #connection: Client;
  #held = true;

  /** @returns undefined if another backend has it */
  static async take(knex: Knex, name: string): Promise<Leadership | undefined> {
    // Outside the pool: it is held for good and must not take a place there.
    const connection: Client = await knex.client.acquireRawConnection();
    const leadership = new Leadership(connection);
    try {
      const { rows } = await connection.query(
        'select pg_try_advisory_lock(hashtext($1)) as taken',
        [`environments.${name}`],
      );
      if (rows[0].taken) return leadership;
    } catch (error) {
      await leadership.release();
      throw error;
    }
    await leadership.release();
    return undefined;
  }

  private constructor(connection: Client) {
    this.#connection = connection;
    const lost = () => {
      this.#held = false;
    };
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
