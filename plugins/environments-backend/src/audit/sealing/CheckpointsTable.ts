import { formatNote, parseNote } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { mayBeSilent } from '../../database/endStalledTransactions';

/** A signed checkpoint with who witnessed it. */
export interface CheckpointRow {
  size: bigint;
  root: Buffer;
  /** Signed by the log, and by the witnesses that sign. */
  note: string;
  signedAt: Date;
  cosignatures: { witness: string; witnessedAt: Date }[];
}

/** How far a witness is. */
export interface WitnessStanding {
  size: bigint;
  witnessedAt: Date;
}

const COLUMNS = `c.size::text as size, c.root, c.note, c.signed_at,
  coalesce((
    select jsonb_agg(jsonb_build_object(
      'witness', w.witness, 'line', w.line, 'at', w.witnessed_at) order by w.witness)
    from audit_cosignatures w where w.size = c.size
  ), '[]') as cosignatures`;

/** Signed checkpoints, and who outside of the database has them. */
export class CheckpointsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async newest(): Promise<CheckpointRow | undefined> {
    return (await this.list(1))[0];
  }

  /** Newest first; those that are smaller than `before`. */
  async list(limit: number, before?: string): Promise<CheckpointRow[]> {
    const { rows } = await this.#knex.raw(
      `select ${COLUMNS} from audit_checkpoints c
       where :before::bigint is null or c.size < :before::bigint
       order by c.size desc limit :limit`,
      { before: before ?? null, limit },
    );
    return rows.map(toCheckpoint);
  }

  /** Oldest first: those larger than `from` that cover no more than `to`. */
  async after(from: bigint, to: bigint): Promise<CheckpointRow[]> {
    const { rows } = await this.#knex.raw(
      `select ${COLUMNS} from audit_checkpoints c
       where c.size > :from and c.size <= :to order by c.size`,
      { from: String(from), to: String(to) },
    );
    return rows.map(toCheckpoint);
  }

  /** The first that covers all below `size`. */
  async covering(size: bigint): Promise<CheckpointRow | undefined> {
    const { rows } = await this.#knex.raw(
      `select ${COLUMNS} from audit_checkpoints c
       where c.size >= :size order by c.size limit 1`,
      { size: String(size) },
    );
    return rows[0] && toCheckpoint(rows[0]);
  }

  /**
   * The one that proves most of a record: the newest that a witness signed, else
   * the newest that one keeps, else the newest.
   *
   * @returns undefined if the record has not been sealed
   */
  async best(index: bigint): Promise<CheckpointRow | undefined> {
    const { rows } = await this.#knex.raw(
      `select ${COLUMNS} from audit_checkpoints c
       where c.size = coalesce(
         (select max(size) from audit_cosignatures where line is not null and size > :index),
         (select max(size) from audit_cosignatures where size > :index),
         (select max(size) from audit_checkpoints where size > :index))`,
      { index: String(index) },
    );
    return rows[0] && toCheckpoint(rows[0]);
  }

  /** The newest that a witness has. */
  async newestWitnessed(): Promise<CheckpointRow | undefined> {
    const { rows } = await this.#knex.raw(
      `select ${COLUMNS} from audit_checkpoints c
       where c.size = (select max(size) from audit_cosignatures)`,
    );
    return rows[0] && toCheckpoint(rows[0]);
  }

  /** Whoever gets it gives the witness its checkpoints, until the transaction ends. */
  async hold(witness: string): Promise<boolean> {
    const { rows } = await this.#knex.raw(
      `select pg_try_advisory_xact_lock(hashtext(?)) and ${mayBeSilent} as held`,
      [`environments.witness:${witness}`],
    );
    return rows[0].held;
  }

  async standing(witness: string): Promise<WitnessStanding | undefined> {
    const row = await this.#knex('audit_cosignatures')
      .where({ witness })
      .orderBy('size', 'desc')
      .first('size', 'witnessed_at');
    return row && { size: BigInt(row.size), witnessedAt: row.witnessed_at };
  }

  /** When the first checkpoint was signed that is larger; undefined without one. */
  async signedAfter(size: bigint): Promise<Date | undefined> {
    const row = await this.#knex('audit_checkpoints')
      .where('size', '>', String(size))
      .orderBy('size')
      .first('signed_at');
    return row?.signed_at;
  }

  async insertCosignature(row: {
    size: bigint;
    witness: string;
    line?: string;
  }): Promise<void> {
    await this.#knex('audit_cosignatures')
      .insert({ ...row, size: String(row.size) })
      .onConflict(['size', 'witness'])
      .ignore();
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toCheckpoint(row: any): CheckpointRow {
  const cosignatures = row.cosignatures as {
    witness: string;
    line: string | null;
    at: string;
  }[];
  return {
    size: BigInt(row.size),
    root: row.root,
    note: withLines(
      row.note,
      cosignatures.flatMap(({ line }) => line ?? []),
    ),
    signedAt: row.signed_at,
    cosignatures: cosignatures.map(({ witness, at }) => ({
      witness,
      witnessedAt: new Date(at),
    })),
  };
}

/** What somebody made unreadable is given as it is: whoever looks at the log is to see that. */
function withLines(note: string, more: string[]): string {
  if (more.length === 0) return note;
  try {
    const { text, signatures } = parseNote(note);
    return formatNote(text, [...signatures.map(({ line }) => line), ...more]);
  } catch {
    return note;
  }
}
