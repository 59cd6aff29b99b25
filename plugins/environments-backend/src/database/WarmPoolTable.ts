import { Knex } from 'knex';
import { toEnvironmentRow } from './EnvironmentsTable';
import { EnvironmentRow } from './rows';

/** Environments that were made ahead, and are nobody's yet. */
export class WarmPoolTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** How many of a pool there are, or will be. */
  async count(key: string): Promise<number> {
    const [{ count }] = await this.#knex('environments')
      .where({ pool: key })
      .whereNotIn('phase', ['Failed', 'Deleting', 'Deleted'])
      .count();
    return Number(count);
  }

  /** One of a pool that is ready, locked; nobody else gets it. */
  async take(key: string): Promise<EnvironmentRow | undefined> {
    const row = await this.#knex('environments')
      .where({ pool: key, phase: 'Ready' })
      .orderBy('id')
      .forUpdate()
      .skipLocked()
      .first();
    return row && toEnvironmentRow(row);
  }

  /** Ids of those of pools other than these, and of those that failed. */
  async findStale(keys: string[]): Promise<string[]> {
    const rows = await this.#knex('environments')
      .select('id')
      .whereNotNull('pool')
      .whereNotIn('phase', ['Deleting', 'Deleted'])
      .where(builder =>
        builder.whereNotIn('pool', keys).orWhere({ phase: 'Failed' }),
      );
    return rows.map(({ id }) => id);
  }

  /** Out of its pool, for good. */
  async giveOut(
    id: string,
    to: Pick<
      EnvironmentRow,
      'name' | 'ownerRef' | 'createdBy' | 'expiresAt' | 'latestEnd'
    >,
  ): Promise<EnvironmentRow> {
    const now = this.#knex.raw('clock_timestamp()');
    const [row] = await this.#knex('environments')
      .where({ id })
      .update({
        pool: null,
        name: to.name,
        owner_ref: to.ownerRef,
        created_by: to.createdBy,
        expires_at: to.expiresAt,
        latest_end: to.latestEnd,
        created_at: now,
        updated_at: now,
      })
      .returning('*');
    return toEnvironmentRow(row);
  }
}
