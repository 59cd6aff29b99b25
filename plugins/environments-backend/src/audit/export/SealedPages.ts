import { AuditCriteria } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { listSeqs } from '../query/listSeqs';
import { RecordRow, selectRecords } from '../record/recordRow';

/** A sealed record with the hash that was sealed. */
export interface SealedRow extends RecordRow {
  index: string;
  leaf: Buffer;
}

/** Indexes [from, to) of the tree. */
export interface Span {
  from: bigint;
  to: bigint;
}

const PAGE = 500;
const FOUND_PAGE = 2000;
/** As far as records stray from the order of their times; see `seqRange`. */
const STRAYS = 200;

/** Sealed records in the order of the tree, page by page: no transaction stays open. */
export class SealedPages {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * The run that has all records of a time, and the few others that stand between
   * them; from the first that was not retired.
   *
   * @returns undefined if there are none
   */
  async spanOf(
    times: { from?: string; to?: string },
    size: bigint,
  ): Promise<Span | undefined> {
    const { rows } = await this.#knex.raw(
      `select
         (select coalesce(max(to_index), 0) from audit_archives)::text as kept_from,
         (select min(s.index) from (
           select seq from audit_records where recorded_at >= cast(:from as timestamptz)
           order by recorded_at limit ${STRAYS}) near join audit_seals s using (seq))::text as first,
         (select max(s.index) + 1 from (
           select seq from audit_records where recorded_at < cast(:to as timestamptz)
           order by recorded_at desc limit ${STRAYS}) near join audit_seals s using (seq))::text as last`,
      { from: times.from ?? null, to: times.to ?? null },
    );
    const [{ kept_from: keptFrom, first, last }] = rows;
    if (times.from !== undefined && first === null) return undefined;
    if (times.to !== undefined && last === null) return undefined;
    const from = larger(BigInt(keptFrom), BigInt(first ?? 0));
    const to = last === null ? size : BigInt(last);
    return from < to ? { from, to: to < size ? to : size } : undefined;
  }

  async *run({ from, to }: Span): AsyncGenerator<SealedRow[]> {
    for (let at = from; at < to; at += BigInt(PAGE)) {
      const end = at + BigInt(PAGE);
      yield await this.page({ from: at, to: end < to ? end : to });
    }
  }

  /** All at once. */
  async page({ from, to }: Span): Promise<SealedRow[]> {
    return this.#sealed().whereBetween('audit_seals.index', [
      String(from),
      String(to - 1n),
    ]);
  }

  /** Those that a filter finds below `size`. */
  async *some(
    criteria: AuditCriteria,
    size: bigint,
  ): AsyncGenerator<SealedRow[]> {
    // They are found newest first and wanted oldest first: eight bytes each.
    const indexes = Float64Array.from(await this.#find(criteria, size)).sort();
    for (let at = 0; at < indexes.length; at += PAGE) {
      yield await this.#sealed().whereIn('audit_seals.index', [
        ...indexes.slice(at, at + PAGE),
      ]);
    }
  }

  async #find(criteria: AuditCriteria, size: bigint): Promise<number[]> {
    const found: number[] = [];
    for (let after: string | undefined; ; ) {
      const seqs = await listSeqs(this.#knex, {
        ...criteria,
        after,
        limit: FOUND_PAGE,
      });
      if (!seqs) return found;
      const { rows } = await this.#knex.raw(
        `select page.seq::text as seq, s.index::text as index
         from (${seqs.sql}) page left join audit_seals s on s.seq = page.seq
         order by page.seq desc`,
        seqs.bindings,
      );
      for (const { index } of rows) {
        if (index !== null && BigInt(index) < size) found.push(Number(index));
      }
      if (rows.length < FOUND_PAGE) return found;
      after = rows.at(-1).seq;
    }
  }

  #sealed(): Knex.QueryBuilder<SealedRow, SealedRow[]> {
    return selectRecords(this.#knex).orderBy('audit_seals.index');
  }
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
