import { Failure, Operation, Stage } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { ClaimedOperation, OperationRow, fromNull } from './rows';

export class OperationsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async insert(
    row: Pick<
      OperationRow,
      | 'id'
      | 'environmentId'
      | 'kind'
      | 'revision'
      | 'correlationId'
      | 'actor'
      | 'stages'
    > &
      Partial<Pick<OperationRow, 'details' | 'rolloutId'>>,
  ): Promise<OperationRow> {
    const [inserted] = await this.#knex('operations')
      .insert({
        id: row.id,
        environment_id: row.environmentId,
        kind: row.kind,
        revision: row.revision,
        details: JSON.stringify(row.details ?? {}),
        rollout_id: row.rolloutId ?? null,
        state: 'Queued',
        correlation_id: row.correlationId,
        actor: JSON.stringify(row.actor),
        stages: JSON.stringify(row.stages),
      })
      .returning('*');
    return toRow(inserted);
  }

  async get(id: string): Promise<OperationRow | undefined> {
    const row = await this.#knex('operations').where({ id }).first();
    return row && toRow(row);
  }

  async getMany(ids: string[]): Promise<OperationRow[]> {
    return (await this.#knex('operations').whereIn('id', ids)).map(toRow);
  }

  /** Newest first. */
  async listOf(environmentId: string): Promise<OperationRow[]> {
    const rows = await this.#knex('operations')
      .where({ environment_id: environmentId })
      .orderBy('requested_at', 'desc')
      .orderBy('id', 'desc');
    return rows.map(toRow);
  }

  /**
   * Takes a due operation that nobody holds, for `leaseSeconds`.
   *
   * @returns undefined if it is done, not due or held
   */
  async claim(
    id: string,
    leaseSeconds: number,
  ): Promise<ClaimedOperation | undefined> {
    const [row] = await this.#knex('operations')
      .where({ id })
      .whereIn('state', ['Queued', 'Running'])
      .whereRaw('next_run_at <= clock_timestamp()')
      .whereRaw(
        '(lease_expires_at is null or lease_expires_at <= clock_timestamp())',
      )
      .update({
        state: 'Running',
        attempt: this.#knex.raw('attempt + 1'),
        started_at: this.#knex.raw('coalesce(started_at, clock_timestamp())'),
        lease_expires_at: this.#inSeconds(leaseSeconds),
      })
      .returning([
        '*',
        this.#knex.raw(
          'extract(epoch from clock_timestamp() - requested_at)::float8 as age_seconds',
        ),
      ]);
    return row && { ...toRow(row), ageSeconds: row.age_seconds };
  }

  /** @returns false if the operation is no longer running */
  async renewLease(id: string, attempt: number, leaseSeconds: number) {
    const count = await this.#knex('operations')
      .where({ id, attempt, state: 'Running' })
      .whereNotNull('lease_expires_at')
      .update({ lease_expires_at: this.#inSeconds(leaseSeconds) });
    return count === 1;
  }

  /** Lets go of the operation until it is due again. */
  async release(
    id: string,
    change: { afterSeconds: number; failures: number },
  ): Promise<void> {
    await this.#unfinished(id).update({
      lease_expires_at: null,
      failures: change.failures,
      next_run_at: this.#inSeconds(change.afterSeconds),
    });
  }

  async setStages(id: string, stages: Stage[]): Promise<void> {
    await this.#unfinished(id).update({ stages: JSON.stringify(stages) });
  }

  async finish(
    id: string,
    state: Extract<Operation['state'], 'Succeeded' | 'Failed'>,
    stages: Stage[],
    failure?: Failure,
  ): Promise<void> {
    await this.#unfinished(id).update({
      state,
      stages: JSON.stringify(stages),
      failure: failure ? JSON.stringify(failure) : null,
      lease_expires_at: null,
      finished_at: this.#knex.raw('clock_timestamp()'),
    });
  }

  /**
   * Operations that are due and held by nobody: their job was lost, or the
   * backend that worked on them died.
   */
  async findAbandoned(overdueSeconds: number, limit: number) {
    const rows = await this.#knex('operations')
      .select('id')
      .whereIn('state', ['Queued', 'Running'])
      .where('next_run_at', '<=', this.#inSeconds(-overdueSeconds))
      .whereRaw(
        '(lease_expires_at is null or lease_expires_at <= clock_timestamp())',
      )
      .orderBy('next_run_at')
      .limit(limit);
    return rows.map(row => row.id as string);
  }

  #unfinished(id: string) {
    return this.#knex('operations')
      .where({ id })
      .whereIn('state', ['Queued', 'Running']);
  }

  #inSeconds(seconds: number) {
    return this.#knex.raw("clock_timestamp() + ? * interval '1 second'", [
      seconds,
    ]);
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): OperationRow {
  return {
    id: row.id,
    environmentId: row.environment_id,
    kind: row.kind,
    revision: row.revision,
    details: row.details,
    rolloutId: fromNull(row.rollout_id),
    state: row.state,
    correlationId: row.correlation_id,
    actor: row.actor,
    stages: row.stages,
    failure: fromNull(row.failure),
    attempt: row.attempt,
    failures: row.failures,
    nextRunAt: row.next_run_at,
    requestedAt: row.requested_at,
    startedAt: fromNull(row.started_at),
    finishedAt: fromNull(row.finished_at),
  };
}
