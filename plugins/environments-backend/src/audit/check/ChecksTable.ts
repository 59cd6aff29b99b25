import { AuditCheck } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { Fault } from './Fault';
import { readStatus } from './readStatus';

/** A pass over the log that is under way. */
export interface CheckPass {
  /** How many records it goes over. */
  size: bigint;
  /** Where it goes on. */
  next: bigint;
  /** How many faults it found so far. */
  faults: number;
}

/** How far the check of the log is, and what it found. */
export class ChecksTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** The pass that is under way, or a new one if one is due. */
  async passOrBegin(everyHours: number): Promise<CheckPass | undefined> {
    return (await this.#pass()) ?? this.#begin(everyHours);
  }

  async #pass(): Promise<CheckPass | undefined> {
    const row = await this.#knex('audit_checks')
      .whereNotNull('started_at')
      .first();
    return row && toPass(row);
  }

  /** A log that was longer before is not taken for a whole one of now. */
  async #begin(everyHours: number): Promise<CheckPass | undefined> {
    const { rows } = await this.#knex.raw(
      `insert into audit_checks as c (started_at, size)
       select clock_timestamp(), found.size from (
         select greatest(
           (select max(size) from audit_checkpoints),
           (select max(size) from audit_sealing),
           (select max(ended_size) from audit_checks)) as size) found
       where found.size > 0
       on conflict (one) do update set
         started_at = excluded.started_at, size = excluded.size,
         next_index = 0, records = 0, faults = 0
       where c.started_at is null
         and (c.ended_at is null or c.ended_at + make_interval(secs => :seconds) <= clock_timestamp())
       returning *`,
      { seconds: everyHours * 3600 },
    );
    return rows[0] && toPass(rows[0]);
  }

  /** The size of the first checkpoint that covers so many; undefined without one. */
  async checkpointAt(size: bigint): Promise<bigint | undefined> {
    const row = await this.#knex('audit_checkpoints')
      .where('size', '>=', String(size))
      .min({ size: 'size' })
      .first();
    return row?.size ? BigInt(row.size) : undefined;
  }

  /**
   * Record of the last month that was archived, as its bytes say it.
   *
   * @returns `index`: where it stands in the tree; absent while it is not sealed
   */
  async lastRetirement(): Promise<
    { canonical: Buffer; index?: bigint } | undefined
  > {
    const row = await this.#knex('audit_records as r')
      .leftJoin('audit_seals as s', 's.seq', 'r.seq')
      .where({ 'r.action': 'audit.retire' })
      .orderBy('r.seq', 'desc')
      .first('r.canonical', 's.index');
    if (!row) return undefined;
    const { canonical, index } = row;
    return { canonical, ...(index !== null && { index: BigInt(index) }) };
  }

  /**
   * Of these records, the ones that are not found by all of these terms.
   *
   * @returns their sequence numbers
   */
  async lackTerms(
    records: { seq: string; terms: string[] }[],
  ): Promise<string[]> {
    const { rows } = await this.#knex.raw(
      `select distinct given.seq::text as seq
       from jsonb_to_recordset(:records) as given (seq bigint, terms text[]),
         unnest(given.terms) as wanted (term)
       where not exists (
         select 1 from audit_terms t where t.term = wanted.term and t.seq = given.seq)`,
      { records: JSON.stringify(records) },
    );
    return rows.map(({ seq }: { seq: string }) => seq);
  }

  /** @returns whether the pass still was where this backend thought */
  async moveOn(
    from: bigint,
    { to, records, faults }: { to: bigint; records: number; faults: Fault[] },
  ): Promise<boolean> {
    const moved = await this.#knex('audit_checks')
      .whereNotNull('started_at')
      .where({ next_index: String(from) })
      .update({
        next_index: String(to),
        records: this.#knex.raw('records + ?', [records]),
        faults: this.#knex.raw('faults + ?', [faults.length]),
      });
    return moved === 1;
  }

  /** @returns those that were not known, or that reach farther than was known */
  async add(faults: Fault[]): Promise<Fault[]> {
    if (faults.length === 0) return [];
    const { rows } = await this.#knex.raw(
      `insert into audit_faults (kind, from_index, to_index)
       select kind, from_index, to_index
       from jsonb_to_recordset(:faults) as given (kind text, from_index bigint, to_index bigint)
       on conflict (kind, from_index) do update set to_index = excluded.to_index
         where audit_faults.to_index < excluded.to_index
       returning kind, from_index`,
      {
        faults: JSON.stringify(
          faults.map(({ kind, from, to }) => ({
            kind,
            from_index: String(from),
            to_index: String(to),
          })),
        ),
      },
    );
    return faults.filter(({ kind, from }) =>
      rows.some(
        (row: { kind: string; from_index: string }) =>
          row.kind === kind && row.from_index === String(from),
      ),
    );
  }

  /** What was known is over if the pass found nothing. */
  async end({ faults }: CheckPass): Promise<void> {
    const ended = await this.#knex('audit_checks')
      .whereNotNull('started_at')
      .whereRaw('next_index >= size')
      .update({
        started_at: null,
        ended_at: this.#knex.raw('clock_timestamp()'),
        ended_size: this.#knex.ref('size'),
        ended_records: this.#knex.ref('records'),
      });
    if (ended > 0 && faults === 0) await this.#knex('audit_faults').delete();
  }

  async faultCount(): Promise<number> {
    const [{ count }] = await this.#knex('audit_faults').count({ count: '*' });
    return Number(count);
  }

  /** @see readStatus */
  async status(late: number, mostFaults: number): Promise<AuditCheck> {
    return readStatus(this.#knex, late, mostFaults);
  }
}

function toPass(row: {
  size: string;
  next_index: string;
  faults: string;
}): CheckPass {
  return {
    size: BigInt(row.size),
    next: BigInt(row.next_index),
    faults: Number(row.faults),
  };
}
