import {
  AuditActor,
  AuditRecord,
  RolloutDetail,
  RolloutRequest,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { EnvironmentRow, fromNull } from './rows';

export interface RolloutRow {
  id: string;
  templateRef: string;
  /** Digest of the template revision. */
  revision: string;
  state: RolloutDetail['rollout']['state'];
  reason?: string;
  cohorts: RolloutRequest['cohorts'];
  /** Index of the cohort that is under way. */
  cohort: number;
  pauseAfterFailures: number;
  /** Since it was last resumed. */
  failures: number;
  waitBetweenCohorts: boolean;
  /** In whose name it acts. */
  actor: AuditActor;
  granted?: AuditRecord['authorization'];
  correlationId: string;
  idempotencyKey: string;
  requestDigest: string;
  createdAt: Date;
  finishedAt?: Date;
}

export interface RolloutMemberRow {
  environmentId: string;
  /** Index. */
  cohort: number;
  /** Its turn among all members. */
  position: number;
  /** Digest of what the environment was when the rollout was created. */
  revision: string;
  state: RolloutDetail['members'][number]['state'];
  operationId?: string;
  message?: string;
}

export interface MemberCount
  extends Pick<RolloutMemberRow, 'cohort' | 'state'> {
  rolloutId: string;
  count: number;
}

export class RolloutsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** @returns undefined if the actor has used the key before */
  async insert(
    row: Omit<RolloutRow, 'createdAt' | 'finishedAt' | 'failures' | 'cohort'>,
  ): Promise<RolloutRow | undefined> {
    const [inserted] = await this.#knex('rollouts')
      .insert({
        id: row.id,
        template_ref: row.templateRef,
        revision: row.revision,
        state: row.state,
        reason: row.reason ?? null,
        cohorts: JSON.stringify(row.cohorts),
        pause_after_failures: row.pauseAfterFailures,
        wait_between_cohorts: row.waitBetweenCohorts,
        actor: JSON.stringify(row.actor),
        actor_ref: row.actor.ref,
        granted: row.granted ? JSON.stringify(row.granted) : null,
        correlation_id: row.correlationId,
        idempotency_key: row.idempotencyKey,
        request_digest: row.requestDigest,
      })
      .onConflict(['actor_ref', 'idempotency_key'])
      .ignore()
      .returning('*');
    return inserted && toRow(inserted);
  }

  async get(id: string): Promise<RolloutRow | undefined> {
    const row = await this.#knex('rollouts').where({ id }).first();
    return row && toRow(row);
  }

  async findByKey(
    actorRef: string,
    idempotencyKey: string,
  ): Promise<RolloutRow | undefined> {
    const row = await this.#knex('rollouts')
      .where({ actor_ref: actorRef, idempotency_key: idempotencyKey })
      .first();
    return row && toRow(row);
  }

  /** The row, locked until the transaction ends. */
  async lock(id: string): Promise<RolloutRow | undefined> {
    const row = await this.#knex('rollouts').where({ id }).forUpdate().first();
    return row && toRow(row);
  }

  /** Newest first, the latest hundred. */
  async list(templateRef?: string): Promise<RolloutRow[]> {
    const query = this.#knex('rollouts')
      .orderBy('created_at', 'desc')
      .limit(100);
    if (templateRef) query.where({ template_ref: templateRef });
    return (await query).map(toRow);
  }

  /** Those that are to be carried on, and those of which upgrades are still under way. */
  async findUnfinished(): Promise<string[]> {
    const underWay = await this.#knex('rollout_members')
      .where({ state: 'Upgrading' })
      .distinct('rollout_id')
      .pluck('rollout_id');
    const running = await this.#knex('rollouts')
      .where({ state: 'Running' })
      .pluck('id');
    return [...new Set([...running, ...underWay])];
  }

  /**
   * What a rollout of the revision would upgrade: all live environments of the
   * template, drafts left out, that are of another revision or failed to become it.
   */
  async findCandidates(
    templateRef: string,
    revision: string,
  ): Promise<{ environmentId: string; revision: string }[]> {
    const rows = await this.#knex('environments')
      .where({ template_ref: templateRef, draft: false })
      .whereNotIn('phase', ['Deleting', 'Deleted'])
      .where(query =>
        query
          .whereNot({ revision })
          // Without a namespace it was never made, and can't be upgraded.
          .orWhere(failed =>
            failed.where({ phase: 'Failed' }).whereNotNull('namespace_uid'),
          ),
      )
      .select('id', 'revision');
    return rows.map(row => ({ environmentId: row.id, revision: row.revision }));
  }

  /** The rollout that an operation is part of. */
  async findByOperation(operationId: string): Promise<string | undefined> {
    const [id] = await this.#knex('rollout_members')
      .where({ operation_id: operationId })
      .pluck('rollout_id');
    return id;
  }

  async update(
    id: string,
    change: Partial<
      Pick<RolloutRow, 'state' | 'cohort' | 'failures' | 'finishedAt'>
    > & { reason?: string | null },
  ): Promise<void> {
    await this.#knex('rollouts')
      .where({ id })
      .update({
        ...(change.state && { state: change.state }),
        ...(change.reason !== undefined && { reason: change.reason }),
        ...(change.cohort !== undefined && { cohort: change.cohort }),
        ...(change.failures !== undefined && { failures: change.failures }),
        ...(change.finishedAt && { finished_at: change.finishedAt }),
      });
  }

  async addMembers(id: string, members: RolloutMemberRow[]): Promise<void> {
    await this.#knex.batchInsert(
      'rollout_members',
      members.map(member => ({
        rollout_id: id,
        environment_id: member.environmentId,
        cohort: member.cohort,
        position: member.position,
        revision: member.revision,
        state: member.state,
      })),
      500,
    );
  }

  /** In the order of their turns. */
  async members(id: string): Promise<RolloutMemberRow[]> {
    const rows = await this.#knex('rollout_members')
      .where({ rollout_id: id })
      .orderBy('position');
    return rows.map(row => ({
      environmentId: row.environment_id,
      cohort: row.cohort,
      position: row.position,
      revision: row.revision,
      state: row.state,
      operationId: fromNull(row.operation_id),
      message: fromNull(row.message),
    }));
  }

  /**
   * Members whose turn can't come before somebody resumes, restores or agrees to them,
   * or they have a place. Who is on hold is none of them: that settles it.
   */
  async findAsleep(
    id: string,
  ): Promise<Pick<EnvironmentRow, 'id' | 'phase' | 'deleteAt'>[]> {
    const rows = await this.#knex('rollout_members')
      .join('environments', 'environments.id', 'environment_id')
      .where({ rollout_id: id, state: 'Pending' })
      .whereNotIn('phase', ['Deleting', 'Deleted'])
      .where(query =>
        query
          .whereIn('phase', [
            'AwaitingApproval',
            'Waiting',
            'Hibernating',
            'Hibernated',
          ])
          .orWhereNotNull('delete_at'),
      )
      .whereRaw(
        "(hold is null or (hold ->> 'until')::timestamptz <= clock_timestamp())",
      )
      .select('environments.id', 'phase', 'delete_at');
    return rows.map(row => ({
      id: row.id,
      phase: row.phase,
      deleteAt: fromNull(row.delete_at),
    }));
  }

  /** How many there are of each, of all these rollouts at once. */
  async countMembers(ids: string[]): Promise<MemberCount[]> {
    const rows = await this.#knex('rollout_members')
      .whereIn('rollout_id', ids)
      .groupBy('rollout_id', 'cohort', 'state')
      .select('rollout_id', 'cohort', 'state')
      .count('* as count');
    return rows.map(row => ({
      rolloutId: String(row.rollout_id),
      cohort: Number(row.cohort),
      state: row.state as MemberCount['state'],
      count: Number(row.count),
    }));
  }

  /**
   * Gives those that failed another turn, with the last cohort and after all others.
   *
   * @returns ids of their environments
   */
  async retryFailed({
    id,
    cohorts,
  }: Pick<RolloutRow, 'id' | 'cohorts'>): Promise<string[]> {
    const members = () =>
      this.#knex('rollout_members').where({ rollout_id: id });
    const last = members().max('position');
    const rows = await members()
      .where({ state: 'Failed' })
      .update({
        state: 'Pending',
        cohort: cohorts.length - 1,
        position: this.#knex.raw('position + 1 + ?', [last]),
        message: this.#knex.raw("'It failed before: ' || message"),
      })
      .returning('environment_id');
    return rows.map(row => row.environment_id);
  }

  async updateMember(
    id: string,
    environmentId: string,
    change: Pick<RolloutMemberRow, 'state'> &
      Partial<Pick<RolloutMemberRow, 'operationId' | 'message'>>,
  ): Promise<void> {
    await this.#knex('rollout_members')
      .where({ rollout_id: id, environment_id: environmentId })
      .update({
        state: change.state,
        message: change.message ?? null,
        ...(change.operationId && { operation_id: change.operationId }),
      });
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): RolloutRow {
  return {
    id: row.id,
    templateRef: row.template_ref,
    revision: row.revision,
    state: row.state,
    reason: fromNull(row.reason),
    cohorts: row.cohorts,
    cohort: row.cohort,
    pauseAfterFailures: row.pause_after_failures,
    failures: row.failures,
    waitBetweenCohorts: row.wait_between_cohorts,
    actor: row.actor,
    granted: fromNull(row.granted),
    correlationId: row.correlation_id,
    idempotencyKey: row.idempotency_key,
    requestDigest: row.request_digest,
    createdAt: row.created_at,
    finishedAt: fromNull(row.finished_at),
  };
}
