import { Knex } from 'knex';

/** Where the sealer stands. */
export interface SealingState {
  size: bigint;
  /** Hashes of the complete subtrees that the tree is made of, largest first. */
  frontier: Buffer[];
  lastXid: string;
  lastSequence: string;
  /** Verifier keys that the newest checkpoint is signed with; none without one. */
  keys: string[];
  /** The checkpoint of just this size, as a signed note, if there is one. */
  note?: string;
  /** Since the newest checkpoint, in seconds; absent without one. */
  checkpointAge?: number;
  /** Transaction ids went back: this is another PostgreSQL than last time. */
  isElsewhere: boolean;
}

export interface UnsealedRecord {
  xid: string;
  sequence: string;
  canonical: Buffer;
  /** Pointer, salt and value of what opens its commitments. */
  disclosures: [pointer: string, salt: string, value: unknown][];
  action: string;
  outcome: string;
  /** Beginning of the hour in which it was recorded. */
  hour: Date;
}

/** What a pass looks at. */
export interface UnsealedRecords {
  records: UnsealedRecord[];
  /** The pass that comes next begins after it. */
  position: { xid: string; sequence: string };
  /** There may be more right away. */
  isFull: boolean;
}

export interface Sealed {
  leaves: { index: bigint; sequence: string; leaf: Buffer }[];
  terms: { sequence: string; terms: string[] }[];
  nodes: { level: number; index: bigint; hash: Buffer }[];
  hours: { hour: Date; action: string; outcome: string; records: number }[];
  checkpoint: { size: bigint; root: Buffer; note: string };
  frontier: Buffer[];
  /** Verifier keys that the checkpoint is signed with. */
  keys: string[];
}

/** How much waits to be sealed. */
export interface Unsealed {
  /** Counted up to 10000. */
  records: number;
  /** How long the oldest of them waits, in seconds; 0 without any. */
  lagSeconds: number;
}

const MOST_COUNTED = 10_000;

const STATE = `
  select s.size::text as size, s.frontier, s.last_xid::text as last_xid,
    s.last_seq::text as last_seq, s.keys, c.note,
    extract(epoch from clock_timestamp() - c.signed_at)::float8 as checkpoint_age,
    s.last_xid > pg_snapshot_xmax(pg_current_snapshot()) as is_elsewhere
  from audit_sealing s left join audit_checkpoints c on c.size = s.size`;
const RECORD = `r.xid::text as xid, r.seq::text as sequence, r.canonical, r.action,
  r.outcome, date_trunc('hour', r.recorded_at) as hour,
  coalesce((select d.disclosures from audit_disclosures d where d.seq = r.seq), '[]') as disclosures`;
const SEALED = 'exists (select 1 from audit_seals s where s.seq = r.seq)';

/** What only the sealer writes, within its transaction. */
export class SealingTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** @returns undefined if somebody else seals at the moment */
  async lock(): Promise<SealingState | undefined> {
    const { rows } = await this.#knex.raw(
      'select 1 from audit_sealing for update skip locked',
    );
    // Read only then: together with the lock, the checkpoint could be older than the row.
    return rows.length > 0 ? this.state() : undefined;
  }

  /** As it was committed last, or as this transaction has it. */
  async state(): Promise<SealingState> {
    const { rows } = await this.#knex.raw(STATE);
    return toState(rows[0]);
  }

  /** What no transaction can come before any more, in the order in which it is sealed. */
  async next(state: SealingState, limit: number): Promise<UnsealedRecords> {
    // Few are looked up by key, however many there are; the planner knows it by the limit.
    const { rows } = await this.#knex.raw(
      `with candidate as materialized (
         select r.* from audit_records r
         where (r.xid, r.seq) > (:xid::xid8, :sequence::bigint)
           and r.xid < pg_snapshot_xmin(pg_current_snapshot())
         order by r.xid, r.seq
         limit :limit
       )
       select ${RECORD}, ${SEALED} as is_sealed from candidate r order by r.xid, r.seq`,
      { xid: state.lastXid, sequence: state.lastSequence, limit },
    );
    const last = rows.at(-1);
    return {
      // After a restore, ids come by once more that records from before have.
      records: rows.filter((row: { is_sealed: boolean }) => !row.is_sealed),
      position: last
        ? { xid: last.xid, sequence: last.sequence }
        : { xid: state.lastXid, sequence: state.lastSequence },
      isFull: rows.length === limit,
    };
  }

  /**
   * All that has no seal, whatever its transaction: what is visible with an id
   * that was not given out yet is from where the database was before.
   */
  async nextEverywhere(
    state: SealingState,
    limit: number,
  ): Promise<UnsealedRecords> {
    const { rows } = await this.#knex.raw(
      `with counted as (
         select pg_snapshot_xmin(now.it) as xmin, pg_snapshot_xmax(now.it) as xmax
         from (select pg_current_snapshot() as it) as now
       )
       select counted.xmin::text as xmin, unsealed.*
       from counted left join lateral (
         select r.xid >= counted.xmax as is_foreign, ${RECORD}
         from audit_records r
         where not ${SEALED} and (r.xid < counted.xmin or r.xid >= counted.xmax)
         order by r.xid >= counted.xmax desc, r.xid, r.seq
         limit :limit
       ) unsealed on true
       order by is_foreign desc, unsealed.xid::xid8, unsealed.sequence::bigint`,
      { limit },
    );
    const records = rows.filter(
      (row: Partial<UnsealedRecord>) => row.sequence !== null,
    );
    const isFull = records.length === limit;
    return {
      records,
      position: isFull
        ? { xid: state.lastXid, sequence: state.lastSequence }
        : { xid: rows[0].xmin, sequence: '0' },
      isFull,
    };
  }

  /** Whether a record was left behind, where no pass looks any more. It reads the whole index: once, at the start. */
  async hasSkipped(): Promise<boolean> {
    const { rows } = await this.#knex.raw(
      `select exists (
         select 1 from audit_records r, audit_sealing at
         where (r.xid, r.seq) <= (at.last_xid, at.last_seq) and not ${SEALED}
       ) as has_skipped`,
    );
    return rows[0].has_skipped;
  }

  async moveTo(position: UnsealedRecords['position']): Promise<void> {
    await this.#knex('audit_sealing').update({
      last_xid: position.xid,
      last_seq: position.sequence,
    });
  }

  async write(sealed: Sealed): Promise<void> {
    const { leaves, nodes, terms, hours, checkpoint, frontier, keys } = sealed;
    await this.#insert(
      `insert into audit_seals (index, seq, leaf)
       select index, seq, decode(leaf, 'hex')
       from jsonb_to_recordset(:rows) as given (index bigint, seq bigint, leaf text)`,
      leaves.map(({ index, sequence, leaf }) => ({
        index: String(index),
        seq: sequence,
        leaf: leaf.toString('hex'),
      })),
    );
    await this.#insert(
      `insert into audit_nodes (level, index, hash)
       select level, index, decode(hash, 'hex')
       from jsonb_to_recordset(:rows) as given (level smallint, index bigint, hash text)`,
      nodes.map(({ level, index, hash }) => ({
        level,
        index: String(index),
        hash: hash.toString('hex'),
      })),
    );
    await this.#insert(
      `insert into audit_terms (term, seq)
       select term, seq
       from jsonb_to_recordset(:rows) as given (seq bigint, terms text[]), unnest(terms) as term
       on conflict do nothing`,
      terms.map(({ sequence, terms: words }) => ({
        seq: sequence,
        terms: words,
      })),
    );
    await this.#insert(
      `insert into audit_hours as h (hour, action, outcome, records)
       select hour, action, outcome, records
       from jsonb_to_recordset(:rows) as given (hour timestamptz, action text, outcome text, records bigint)
       on conflict (hour, action, outcome) do update set records = h.records + excluded.records`,
      hours,
    );
    await this.#knex('audit_keys')
      .insert(keys.map(key => ({ verifier_key: key })))
      .onConflict('verifier_key')
      .ignore();
    const { size, root, note } = checkpoint;
    await this.#knex('audit_checkpoints').insert({
      size: String(size),
      root,
      note,
    });
    await this.#knex('audit_sealing').update({
      size: String(size),
      frontier: JSON.stringify(frontier.map(hash => hash.toString('base64'))),
      keys: JSON.stringify(keys),
    });
  }

  /** All that the log ever signed with, the first one first. */
  async everyKey(): Promise<string[]> {
    return this.#knex('audit_keys')
      .orderBy(['first_used_at', 'verifier_key'])
      .pluck('verifier_key');
  }

  async #insert(sql: string, rows: object[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#knex.raw(sql, { rows: JSON.stringify(rows) });
  }

  /** Of what is committed, as far as transaction ids of this PostgreSQL go. */
  async unsealed(): Promise<Unsealed> {
    const { rows } = await this.#knex.raw(
      `with counted as materialized (
         select case when last_xid >= now.xmax then '0'::xid8 else last_xid end as xid,
           last_seq as seq
         from audit_sealing, (select pg_snapshot_xmax(pg_current_snapshot()) as xmax) as now
       ), waiting as (
         select r.recorded_at from audit_records r
         where (r.xid, r.seq) > ((select xid from counted), (select seq from counted))
           and r.xid < pg_snapshot_xmax(pg_current_snapshot())
           and not ${SEALED}
         order by r.xid, r.seq
         limit :most
       )
       select count(*)::int as records,
         greatest(0, coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0))::float8 as lag
       from waiting`,
      { most: MOST_COUNTED },
    );
    return { records: rows[0].records, lagSeconds: rows[0].lag };
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toState(row: any): SealingState {
  return {
    size: BigInt(row.size),
    frontier: row.frontier.map((hash: string) => Buffer.from(hash, 'base64')),
    lastXid: row.last_xid,
    lastSequence: row.last_seq,
    keys: row.keys,
    note: row.note ?? undefined,
    checkpointAge: row.checkpoint_age ?? undefined,
    isElsewhere: row.is_elsewhere,
  };
}
