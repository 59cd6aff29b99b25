import { AuditArchive } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { mayBeSilent } from '../../database/endStalledTransactions';

/** Records of a month that may be retired. */
export interface MonthToRetire {
  /** First day, `2026-01-01`. */
  month: string;
  /** Indexes [from, to): all of the month, and none of a later one. */
  from: bigint;
  to: bigint;
}

const DELETED_AT_ONCE = 5000;

/** Verified exports, and the deletion of what is in them. */
export class ArchivesTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<AuditArchive[]> {
    const rows = await this.#knex('audit_archives')
      .select('*', this.#knex.raw(`to_char(month, 'YYYY-MM') as name`))
      .orderBy('month', 'desc');
    return rows.map(row => ({
      month: row.name,
      fromIndex: String(row.from_index),
      toIndex: String(row.to_index),
      digest: row.digest,
      place: row.place,
      verifiedAt: row.verified_at.toISOString(),
    }));
  }

  /** Whoever gets it retires, until the transaction ends. */
  async hold(): Promise<boolean> {
    const { rows } = await this.#knex.raw(
      `select pg_try_advisory_xact_lock(hashtext('environments.retention')) and ${mayBeSilent} as held`,
    );
    return rows[0].held;
  }

  /**
   * The oldest month of which records are there and that ended so many months
   * ago, if all of it is sealed.
   *
   * The run ends with the last checkpoint before the first record of a later
   * month: the order of the tree is nearly that of time, so a few of the month may
   * stand behind it and stay until the next one is retired.
   */
  async next(keepMonths: number): Promise<MonthToRetire | undefined> {
    const { rows } = await this.#knex.raw(
      `with kept as (select coalesce(max(to_index), 0) as from_index from audit_archives),
       oldest as (
         select s.index, date_trunc('month', r.recorded_at at time zone 'UTC') as month
         from audit_seals s join audit_records r using (seq), kept
         where s.index >= kept.from_index order by s.index limit 1
       )
       select to_char(oldest.month, 'YYYY-MM-DD') as month, kept.from_index::text as from_index,
         (select max(c.size) from audit_checkpoints c
          where c.size <= coalesce(
            (select min(s.index) from audit_records r join audit_seals s using (seq)
             where r.recorded_at >= (oldest.month + interval '1 month') at time zone 'UTC'
               and s.index >= kept.from_index),
            (select max(size) from audit_checkpoints)))::text as to_index
       from oldest, kept
       where oldest.month + make_interval(months => :keep + 1) <= (clock_timestamp() at time zone 'UTC')
         and not exists (
           select 1 from audit_records r
           where r.recorded_at < (oldest.month + interval '1 month') at time zone 'UTC'
             and not exists (select 1 from audit_seals s where s.seq = r.seq))`,
      { keep: keepMonths },
    );
    const [row] = rows;
    if (!row || row.to_index === null) return undefined;
    const from = BigInt(row.from_index);
    const to = BigInt(row.to_index);
    return from < to ? { month: row.month, from, to } : undefined;
  }

  async insert(archive: {
    month: string;
    from: bigint;
    to: bigint;
    digest: string;
    place: string;
  }): Promise<void> {
    const { month, from, to, digest, place } = archive;
    await this.#knex('audit_archives')
      .insert({
        month,
        from_index: String(from),
        to_index: String(to),
        digest,
        place,
        verified_at: this.#knex.raw('clock_timestamp()'),
      })
      .onConflict('month')
      .ignore();
  }

  /**
   * Some of what is archived and still there, with what finds and opens it. The
   * tree stays.
   *
   * @returns how many; 0 when there are no more
   */
  async deleteSome(): Promise<number> {
    const { rows } = await this.#knex.raw(
      `with retired as (
         select r.seq from audit_archives a
         join audit_seals s on s.index >= a.from_index and s.index < a.to_index
         join audit_records r on r.seq = s.seq
         limit ${DELETED_AT_ONCE}
       ),
       terms as (delete from audit_terms t using retired where t.seq = retired.seq),
       gone as (delete from audit_records r using retired where r.seq = retired.seq returning 1)
       select count(*)::int as records from gone`,
    );
    return rows[0].records;
  }
}
