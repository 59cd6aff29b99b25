import { AuditRecord } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { AuditAction } from '../AuditEvent';
import { selectRecords, toRecord } from '../record/recordRow';

/** A time, `to` exclusive. */
export interface Period {
  from: Date;
  to: Date;
}

/** What is known of an environment beside its records. */
export interface ReportedEnvironment {
  id: string;
  name: string;
  owner: string;
  createdBy: string;
  createdAt: Date;
  cluster: string;
  namespace: string;
  template: string;
  revision: string;
  expiresAt?: Date;
  deletedAt?: Date;
}

/** Reads what a report of a period is made from. */
export class ReportTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Records of the period that some of `kinds` fits, oldest first. */
  async records(
    period: Period,
    kinds: { stages?: AuditRecord['stage'][]; actions?: AuditAction[] },
    limit: number,
  ): Promise<AuditRecord[]> {
    const { stages = [], actions = [] } = kinds;
    const rows = await selectRecords(this.#knex)
      .where('recorded_at', '>=', period.from)
      .where('recorded_at', '<', period.to)
      .where(any => any.whereIn('stage', stages).orWhereIn('action', actions))
      // Calls of a worker that fail are tried again; what came of it is the operation's.
      .whereNot('action', 'like', 'kubernetes.%')
      .orderBy(['recorded_at', 'audit_records.seq'])
      .limit(limit);
    return rows.map(toRecord);
  }

  /** How often each action ended in each way. */
  async counts(
    period: Period,
  ): Promise<{ action: string; stage: string; count: number }[]> {
    return this.#knex('audit_records')
      .select('action', 'stage', this.#knex.raw('count(*)::int as count'))
      .where('recorded_at', '>=', period.from)
      .where('recorded_at', '<', period.to)
      .groupBy('action', 'stage');
  }

  /** Of requests, the records by which they were allowed. */
  async authorizations(correlationIds: string[]): Promise<AuditRecord[]> {
    const rows = await selectRecords(this.#knex)
      .whereIn('correlation_id', correlationIds)
      .where({ stage: 'authorized' });
    return rows.map(toRecord);
  }

  async environments(ids: string[]): Promise<ReportedEnvironment[]> {
    const rows = await this.#knex('environments').whereIn('id', ids);
    return rows.map(toEnvironment);
  }

  /**
   * Those that there were at a time and that will not end by themselves, as their lease is now.
   * What waits to be made is none yet.
   */
  async withoutEnd(at: Date, limit: number): Promise<ReportedEnvironment[]> {
    const rows = await this.#knex('environments')
      .where('created_at', '<', at)
      .where(any => any.whereNull('deleted_at').orWhere('deleted_at', '>=', at))
      .whereNotIn('phase', ['AwaitingApproval', 'Waiting'])
      .where(any => any.whereNull('expires_at').orWhereNotNull('legal_hold'))
      .whereNull('pool')
      .orderBy('id')
      .limit(limit);
    return rows.map(toEnvironment);
  }

  /** Environments that there were at a time. */
  async countLive(at: Date): Promise<number> {
    const [{ count }] = await this.#knex('environments')
      .where('created_at', '<', at)
      .where(any => any.whereNull('deleted_at').orWhere('deleted_at', '>=', at))
      .count({ count: '*' });
    return Number(count);
  }

  /** Sealed records of the period, and where in the tree they stand. */
  async sealed(
    period: Period,
  ): Promise<{ records: number; first?: bigint; last?: bigint }> {
    const { rows } = await this.#knex.raw(
      `select count(*)::int as records, min(s.index)::text as first, max(s.index)::text as last
       from audit_records r join audit_seals s using (seq)
       where r.recorded_at >= :from and r.recorded_at < :to`,
      { from: period.from, to: period.to },
    );
    const [{ records, first, last }] = rows;
    return {
      records,
      ...(first !== null && { first: BigInt(first), last: BigInt(last) }),
    };
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toEnvironment(row: any): ReportedEnvironment {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner_ref,
    createdBy: row.created_by,
    createdAt: row.created_at,
    cluster: row.cluster,
    namespace: row.namespace,
    template: row.template_ref,
    revision: row.revision,
    expiresAt: row.expires_at ?? undefined,
    deletedAt: row.deleted_at ?? undefined,
  };
}
