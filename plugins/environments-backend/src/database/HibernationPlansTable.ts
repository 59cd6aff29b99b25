import { Knex } from 'knex';
import { EnvironmentRow, fromNull } from './rows';

/** What of an environment with a plan decides what is to be done. */
export type PlannedRow = Pick<
  EnvironmentRow,
  | 'id'
  | 'cluster'
  | 'namespace'
  | 'phase'
  | 'conditions'
  | 'hibernationPlan'
  | 'hibernation'
  | 'deleteAt'
  | 'askedAt'
  | 'lastUse'
> & {
  /** By the database's clock. */
  now: Date;
};

/** The environments that hibernate by themselves, without what they are made of. */
export class HibernationPlansTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Those that rest, awake or asleep. */
  async list(): Promise<PlannedRow[]> {
    const rows = await this.#knex('environments')
      .whereNotNull('hibernation_plan')
      .whereIn('phase', ['Ready', 'Hibernated'])
      .orderBy('id')
      .select(
        'id',
        'cluster',
        'namespace',
        'phase',
        'conditions',
        'hibernation_plan',
        'hibernation',
        'delete_at',
        'asked_at',
        'last_use_at',
        'last_use_signal',
        this.#knex.raw('clock_timestamp() as now'),
      );
    return rows.map(row => ({
      id: row.id,
      cluster: row.cluster,
      namespace: row.namespace,
      phase: row.phase,
      conditions: row.conditions,
      hibernationPlan: row.hibernation_plan,
      hibernation: fromNull(row.hibernation),
      deleteAt: fromNull(row.delete_at),
      askedAt: row.asked_at,
      lastUse: row.last_use_at
        ? { at: row.last_use_at.toISOString(), signal: row.last_use_signal }
        : undefined,
      now: row.now,
    }));
  }
}
