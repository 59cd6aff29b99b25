import {
  Approval,
  ApprovalDecision,
  ApprovalRequirement,
  AskedChange,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { fromNull } from './rows';

export type ApprovalState = Approval['state'];

/** One requirement of one operation. */
export interface ApprovalRow {
  id: string;
  environmentId: string;
  operationId: string;
  requirement: ApprovalRequirement;
  /** SHA-256 of all that is agreed to. */
  digest: string;
  requestedBy: string;
  requestedAt: Date;
  expiresAt: Date;
  /** By the database's clock, when it was read: whether that is past. */
  isOver: boolean;
  state: ApprovalState;
  closedAt?: Date;
  remindedAt?: Date;
  decisions: ApprovalDecision[];
  /** Of an environment that lives; absent where it is to be made. */
  change?: AskedChange;
}

export interface ApprovalListing {
  state: 'open' | 'closed';
  /** Only what one of these is asked. */
  by?: string[];
  requestedBy?: string;
  notRequestedBy?: string;
  /** Id of the last one of the page before. */
  after?: string;
  limit: number;
}

/** Somebody decides in another person's place. */
export interface DelegationRow {
  id: string;
  from: string;
  to: string;
  until: Date;
  reason?: string;
}

/** What is still to be said to somebody. */
export type Errand = 'ask' | 'remind' | 'expire' | 'tell' | 'settle';

const NOTED = {
  ask: 'asked_at',
  remind: 'reminded_at',
  tell: 'told_at',
  settle: 'settled_at',
};

export class ApprovalsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async insert(
    row: Pick<
      ApprovalRow,
      | 'id'
      | 'environmentId'
      | 'operationId'
      | 'requirement'
      | 'digest'
      | 'requestedBy'
      | 'expiresAt'
    >,
  ): Promise<void> {
    const { by, count, policy, source, message } = row.requirement;
    await this.#knex('approvals').insert({
      id: row.id,
      environment_id: row.environmentId,
      operation_id: row.operationId,
      by_ref: by,
      count,
      policy,
      source,
      message,
      digest: row.digest,
      requested_by: row.requestedBy,
      expires_at: row.expiresAt,
    });
  }

  async get(id: string): Promise<ApprovalRow | undefined> {
    const [row] = await this.#select().where('approvals.id', id);
    return row && toRow(row);
  }

  /** Of these environments, in the order in which they were asked for. */
  async ofEnvironments(ids: string[]): Promise<ApprovalRow[]> {
    const rows = await this.#select()
      .whereIn('environment_id', ids)
      .orderBy('approvals.id');
    return rows.map(toRow);
  }

  /** One more than the limit, if there are more. */
  async list(listing: ApprovalListing): Promise<ApprovalRow[]> {
    const { state, by, requestedBy, notRequestedBy, after, limit } = listing;
    const isOpen = state === 'open';
    const query = this.#select()
      .where('state', isOpen ? '=' : '<>', 'pending')
      .orderBy('approvals.id', isOpen ? 'asc' : 'desc')
      .limit(limit + 1);
    if (by) {
      // Who decided sees what became of it, too.
      query.where(or =>
        or
          .whereIn('by_ref', by)
          .orWhereExists(
            this.#knex('approval_decisions')
              .whereRaw('approval_id = approvals.id')
              .whereIn('actor_ref', by),
          ),
      );
    }
    if (requestedBy) query.where({ requested_by: requestedBy });
    if (notRequestedBy) query.whereNot({ requested_by: notRequestedBy });
    if (after) query.where('approvals.id', isOpen ? '>' : '<', after);
    return (await query).map(toRow);
  }

  /** Closes a pending one. @returns false if it is closed already */
  async close(
    id: string,
    state: Exclude<ApprovalState, 'pending'>,
  ): Promise<boolean> {
    const count = await this.#knex('approvals')
      .where({ id, state: 'pending' })
      .update({ state, closed_at: this.#knex.raw('clock_timestamp()') });
    return count === 1;
  }

  /** Closes what nobody decided on of an operation. */
  async closeOf(
    operationId: string,
    state: 'cancelled' | 'outdated',
  ): Promise<void> {
    await this.#knex('approvals')
      .where({ operation_id: operationId, state: 'pending' })
      .update({ state, closed_at: this.#knex.raw('clock_timestamp()') });
  }

  /** Closes what nobody decided on of the environment. */
  async cancelOf(environmentId: string): Promise<void> {
    await this.#knex('approvals')
      .where({ environment_id: environmentId, state: 'pending' })
      .update({
        state: 'cancelled',
        closed_at: this.#knex.raw('clock_timestamp()'),
      });
  }

  async decide(
    id: string,
    decision: Omit<ApprovalDecision, 'decidedAt'>,
  ): Promise<void> {
    await this.#knex('approval_decisions').insert({
      approval_id: id,
      actor_ref: decision.by,
      principal_ref: decision.onBehalfOf ?? decision.by,
      decision: decision.decision,
      reason: decision.reason ?? null,
    });
  }

  /** Id of one that an errand is due for, with its environment. */
  async findDue(
    errand: Errand,
    remindAfterSeconds: number,
    except: string[],
  ): Promise<{ id: string; environmentId: string } | undefined> {
    const row = await this.#due(errand, remindAfterSeconds)
      .whereNotIn('id', except)
      .orderBy('id')
      .first('id', 'environment_id');
    return row && { id: row.id, environmentId: row.environment_id };
  }

  /** Whether the errand is due for this one still. */
  async isDue(
    id: string,
    errand: Errand,
    remindAfterSeconds: number,
  ): Promise<boolean> {
    const row = await this.#due(errand, remindAfterSeconds)
      .where({ id })
      .first('id');
    return row !== undefined;
  }

  #due(errand: Errand, remindAfterSeconds: number) {
    const query = this.#knex('approvals');
    if (errand === 'tell') {
      query
        .whereIn('state', ['approved', 'rejected', 'expired', 'outdated'])
        .whereNull('told_at');
    } else if (errand === 'settle') {
      query
        .whereNot({ state: 'pending' })
        .whereNotNull('asked_at')
        .whereNull('settled_at');
    } else {
      query.where({ state: 'pending' });
    }
    if (errand === 'ask') query.whereNull('asked_at');
    if (errand === 'remind') {
      query
        .whereNotNull('asked_at')
        .whereNull('reminded_at')
        .whereRaw(
          'requested_at <= clock_timestamp() - make_interval(secs => ?)',
          [remindAfterSeconds],
        );
    }
    if (errand === 'expire') {
      query.whereRaw('expires_at <= clock_timestamp()');
    }
    return query;
  }

  /** That an errand is done. */
  async note(id: string, errand: keyof typeof NOTED): Promise<void> {
    await this.#knex('approvals')
      .where({ id })
      .update({ [NOTED[errand]]: this.#knex.raw('clock_timestamp()') });
  }

  async delegate(row: DelegationRow): Promise<void> {
    await this.#knex('approval_delegations').insert({
      id: row.id,
      from_ref: row.from,
      to_ref: row.to,
      until: row.until,
      reason: row.reason ?? null,
    });
  }

  /** Those that have not ended, from or to a person, by end. */
  async delegationsOf(person: string): Promise<DelegationRow[]> {
    const rows = await this.#knex('approval_delegations')
      .where(or => or.where({ from_ref: person }).orWhere({ to_ref: person }))
      .whereRaw('until > clock_timestamp()')
      .orderBy('until');
    return rows.map(toDelegation);
  }

  /** All that have not ended. */
  async delegations(): Promise<DelegationRow[]> {
    const rows = await this.#knex('approval_delegations').whereRaw(
      'until > clock_timestamp()',
    );
    return rows.map(toDelegation);
  }

  /** @returns undefined if that person gave none of this id */
  async endDelegation(
    id: string,
    from: string,
  ): Promise<DelegationRow | undefined> {
    const [row] = await this.#knex('approval_delegations')
      .where({ id, from_ref: from })
      .whereRaw('until > clock_timestamp()')
      .update({ until: this.#knex.raw('clock_timestamp()') })
      .returning('*');
    return row && toDelegation(row);
  }

  #select() {
    return this.#knex('approvals').select(
      'approvals.*',
      this.#knex.raw('expires_at <= clock_timestamp() as is_over'),
      this.#knex.raw(
        `(select coalesce(json_agg(json_build_object(
            'actor', actor_ref, 'principal', principal_ref, 'decision', decision, 'reason', reason,
            'decidedAt', decided_at) order by decided_at), '[]')
          from approval_decisions where approval_id = approvals.id) as decisions`,
      ),
      this.#knex.raw(
        // What it would be made of can be large.
        `(select jsonb_build_object('kind', kind, 'reason', reason)
            || ((details -> 'change') - 'request' - 'would')
          from operations where id = approvals.operation_id) as change`,
      ),
    );
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): ApprovalRow {
  return {
    id: row.id,
    environmentId: row.environment_id,
    operationId: row.operation_id,
    requirement: {
      by: row.by_ref,
      count: row.count,
      policy: row.policy,
      source: row.source,
      message: row.message,
    },
    digest: row.digest,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    isOver: row.is_over,
    state: row.state,
    closedAt: fromNull(row.closed_at),
    remindedAt: fromNull(row.reminded_at),
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    decisions: row.decisions.map((one: any) => ({
      by: one.actor,
      ...(one.principal !== one.actor && { onBehalfOf: one.principal }),
      decision: one.decision,
      reason: fromNull(one.reason),
      decidedAt: new Date(one.decidedAt).toISOString(),
    })),
    change: row.change ? toChange(row.operation_id, row.change) : undefined,
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toChange(operation: string, row: any): AskedChange {
  const { kind, reason, end, owner, revision, choices } = row;
  return {
    operation,
    kind,
    reason: fromNull(reason),
    end,
    owner,
    revision,
    choices,
  };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toDelegation(row: any): DelegationRow {
  return {
    id: row.id,
    from: row.from_ref,
    to: row.to_ref,
    until: row.until,
    reason: fromNull(row.reason),
  };
}
