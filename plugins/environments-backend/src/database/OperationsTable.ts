import { Failure, Operation, Stage } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { ObjectIdentity } from '../domain/objectIdentity';
import {
  ClaimedOperation,
  OperationDetails,
  OperationRow,
  fromNull,
} from './rows';

export class OperationsTable {
  readonly #knex: Knex;
  readonly #onFinish?: (operation: OperationRow) => void;

  /** @param onFinish - hears of each operation that ends */
  constructor(knex: Knex, onFinish?: (operation: OperationRow) => void) {
    this.#knex = knex;
    this.#onFinish = onFinish;
  }

  /**
   * A new one; or, under the id of one that waited for agreement, that one as it is now that
   * everybody has agreed.
   */
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
      Partial<Pick<OperationRow, 'details' | 'rolloutId' | 'reason'>> & {
        /** It is not due until `begin` says so. */
        waits?: boolean;
        /** It changes what lives, and somebody must agree first. */
        awaitsApproval?: boolean;
      },
  ): Promise<OperationRow> {
    const [inserted] = await this.#knex('operations')
      .insert({
        id: row.id,
        environment_id: row.environmentId,
        kind: row.kind,
        revision: row.revision,
        details: JSON.stringify(row.details ?? {}),
        rollout_id: row.rolloutId ?? null,
        reason: row.reason ?? null,
        state: row.awaitsApproval ? 'AwaitingApproval' : 'Queued',
        correlation_id: row.correlationId,
        actor: JSON.stringify(row.actor),
        stages: JSON.stringify(row.stages),
        ...((row.waits || row.awaitsApproval) && { next_run_at: 'infinity' }),
      })
      .onConflict('id')
      .merge({
        state: 'Queued',
        revision: row.revision,
        stages: JSON.stringify(row.stages),
        details: this.#knex.raw('operations.details || excluded.details'),
        next_run_at: this.#knex.raw('excluded.next_run_at'),
        // What it is done after is what was done before, not what was asked for before.
        requested_at: this.#knex.raw('clock_timestamp()'),
      })
      .where('operations.state', 'AwaitingApproval')
      .returning('*');
    if (!inserted) {
      throw new Error(
        `There is an operation ${row.id} already, and it waits for nobody`,
      );
    }
    return toRow(inserted);
  }

  async get(id: string): Promise<OperationRow | undefined> {
    const row = await this.#knex('operations').where({ id }).first();
    return row && toRow(row);
  }

  /** As it is now, until the transaction ends: no worker takes it up meanwhile. */
  async lock(id: string): Promise<OperationRow | undefined> {
    const row = await this.#knex('operations')
      .where({ id })
      .forUpdate()
      .first();
    return row && toRow(row);
  }

  async getMany(ids: string[]): Promise<OperationRow[]> {
    return (await this.#knex('operations').whereIn('id', ids)).map(toRow);
  }

  /** Whether one of this kind was ever in force; what only waited for agreement was not. */
  async wasEver(
    environmentId: string,
    kind: OperationRow['kind'],
  ): Promise<boolean> {
    const row = await this.#knex('operations')
      .where({ environment_id: environmentId, kind })
      .whereNotIn('state', ['AwaitingApproval', 'Cancelled'])
      .first('id');
    return row !== undefined;
  }

  /** Changes of the environment that wait for agreement. */
  async awaitingOf(environmentId: string): Promise<OperationRow[]> {
    const rows = await this.#knex('operations')
      .where({ environment_id: environmentId, state: 'AwaitingApproval' })
      .orderBy('id');
    return rows.map(toRow);
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
   * Objects that operations were to remove and may have left: those that came to
   * nothing since the environment was last made what it was to be.
   */
  async findUnpruned(environmentId: string): Promise<ObjectIdentity[]> {
    const { rows } = await this.#knex.raw(
      `select object from operations, jsonb_array_elements(details -> 'prune') as object
        where environment_id = :environmentId and state <> 'Succeeded' and requested_at > coalesce((
          select max(requested_at) from operations
            where environment_id = :environmentId and state = 'Succeeded'
              and kind in ('create', 'claim', 'upgrade', 'rollback', 'transfer')), '-infinity')
        order by requested_at desc`,
      { environmentId },
    );
    return rows.map(({ object }: { object: ObjectIdentity }) => object);
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

  /** What waited is due now. */
  async begin(id: string): Promise<void> {
    await this.#unfinished(id).update({ next_run_at: this.#inSeconds(0) });
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

  /** Adds to what is known of it. */
  async addDetails(id: string, details: OperationDetails): Promise<void> {
    await this.#knex('operations')
      .where({ id })
      .update({
        details: this.#knex.raw('details || ?::jsonb', [
          JSON.stringify(details),
        ]),
      });
  }

  async setStages(id: string, stages: Stage[]): Promise<void> {
    await this.#unfinished(id).update({ stages: JSON.stringify(stages) });
  }

  async finish(
    id: string,
    state: Extract<Operation['state'], 'Succeeded' | 'Failed' | 'Cancelled'>,
    stages: Stage[],
    failure?: Failure,
  ): Promise<void> {
    const [row] = await this.#unfinished(id)
      .update({
        state,
        stages: JSON.stringify(stages),
        failure: failure ? JSON.stringify(failure) : null,
        lease_expires_at: null,
        finished_at: this.#knex.raw('clock_timestamp()'),
      })
      .returning('*');
    if (row) this.#onFinish?.(toRow(row));
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

  /** Operations whose worker let its lease run out. */
  async findOrphans(limit: number): Promise<string[]> {
    return this.#knex('operations')
      .where({ state: 'Running' })
      .whereRaw('lease_expires_at <= clock_timestamp()')
      .orderBy('lease_expires_at')
      .limit(limit)
      .pluck('id');
  }

  #unfinished(id: string) {
    return this.#knex('operations')
      .where({ id })
      .whereIn('state', ['AwaitingApproval', 'Queued', 'Running']);
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
    reason: fromNull(row.reason),
    attempt: row.attempt,
    failures: row.failures,
    requestedAt: row.requested_at,
    startedAt: fromNull(row.started_at),
    finishedAt: fromNull(row.finished_at),
  };
}
