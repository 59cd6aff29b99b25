import { Halted, TemplateState } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { TemplateRevisionRow, fromNull } from './rows';

/** A revision with what happened to it since it was first seen. */
export interface StoredRevision extends TemplateRevisionRow {
  firstSeenAt: Date;
  lastSeenAt: Date;
  halted?: Halted;
  /** Failures before it no longer count. */
  resumedAt?: Date;
}

/** A revision without its content, of which there may be a lot. */
export type RevisionHead = Omit<StoredRevision, 'content'>;

/** How a revision stands at the moment at which something is made of it. */
export interface RevisionInUse {
  /** Absent when the catalog never delivered the template. */
  state?: TemplateState;
  /** The template's current revision. */
  current?: string;
  halted?: Halted;
}

/** A delivered revision is noted as seen again this often, at the most. */
const SEEN_EVERY = "interval '10 minutes'";
const HEAD = [
  'digest',
  'template_ref',
  'title',
  'source_location',
  'commit',
  'author',
  'kind',
  'origin',
  'first_seen_at',
  'last_seen_at',
  'halted_at',
  'halted_by',
  'halt_reason',
  'resumed_at',
];
/** An older halt is no news to anybody. */
const NEWS = "interval '1 day'";

export class TemplateRevisionsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Stores a revision once; its content can't change. What was tried as a
   * draft before it was delivered becomes one of the catalog's.
   */
  async add(row: TemplateRevisionRow): Promise<void> {
    const told = {
      source_location: row.sourceLocation ?? null,
      commit: row.commit ?? null,
      author: row.author ?? null,
      origin: row.origin,
    };
    await this.#knex('template_revisions')
      .insert({
        digest: row.digest,
        template_ref: row.templateRef,
        title: row.title,
        content: JSON.stringify(row.content),
        kind: row.kind,
        ...told,
      })
      .onConflict('digest')
      .ignore();
    if (row.origin === 'workbench') return;
    // In two steps: to update on conflict would lock also what it leaves as it is.
    await this.#knex('template_revisions')
      .where({ digest: row.digest, origin: 'workbench' })
      .update({ ...told, last_seen_at: this.#knex.raw('clock_timestamp()') });
  }

  async get(digest: string): Promise<StoredRevision | undefined> {
    const row = await this.#knex('template_revisions')
      .where({ digest })
      .first();
    return row && toRow(row);
  }

  async getMany(digests: string[]): Promise<StoredRevision[]> {
    const rows = await this.#knex('template_revisions').whereIn(
      'digest',
      digests,
    );
    return rows.map(toRow);
  }

  /** Newest first. */
  async listOf(templateRef: string): Promise<RevisionHead[]> {
    const rows = await this.#knex('template_revisions')
      .select(HEAD)
      .where({ template_ref: templateRef })
      .orderBy('seq', 'desc');
    return rows.map(toHead);
  }

  /** The row, locked until the transaction ends: who counts, counts alone. */
  async lock(digest: string): Promise<RevisionHead | undefined> {
    const row = await this.#knex('template_revisions')
      .where({ digest })
      .forNoKeyUpdate()
      .first(HEAD);
    return row && toHead(row);
  }

  /**
   * How the revision stands, and goes on standing until the transaction ends:
   * a halt or a delivery at the same time comes before it or waits for it.
   */
  async lockForUse(digest: string, ref: string): Promise<RevisionInUse> {
    // The template first, as whoever takes a delivery does: no deadlock.
    const template = await this.#knex('templates')
      .where({ ref })
      .forShare()
      .first('state', 'revision');
    const { halted } = await this.lockForTrial(digest);
    return template
      ? { state: template.state, current: fromNull(template.revision), halted }
      : { halted };
  }

  /** The same for one that no template need have now. */
  async lockForTrial(digest: string): Promise<Pick<RevisionInUse, 'halted'>> {
    const row = await this.#knex('template_revisions')
      .where({ digest })
      .forShare()
      .first('halted_at', 'halted_by', 'halt_reason');
    return { halted: row && toHalted(row) };
  }

  /** Those that the catalog delivers are there still; told now and then. */
  async markSeen(digests: string[]): Promise<void> {
    await this.#knex('template_revisions')
      .whereIn('digest', digests)
      .whereRaw(`last_seen_at < clock_timestamp() - ${SEEN_EVERY}`)
      .update({ last_seen_at: this.#knex.raw('clock_timestamp()') });
  }

  async halt(digest: string, by: string, reason: string): Promise<void> {
    await this.#knex('template_revisions')
      .where({ digest })
      .update({
        // As exact as the instants that it is compared with.
        halted_at: this.#knex.raw(
          "date_trunc('milliseconds', clock_timestamp())",
        ),
        halted_by: by,
        halt_reason: reason,
        halt_notified_at: null,
      });
  }

  async resume(digest: string): Promise<void> {
    await this.#knex('template_revisions')
      .where({ digest })
      .update({
        halted_at: null,
        halted_by: null,
        halt_reason: null,
        resumed_at: this.#knex.raw('clock_timestamp()'),
      });
  }

  /** Halts of the last day of which nobody was told yet. */
  async findUntold(): Promise<RevisionHead[]> {
    const rows = await this.#knex('template_revisions')
      .select(HEAD)
      .whereNotNull('halted_at')
      .whereNull('halt_notified_at')
      .whereRaw(`halted_at > clock_timestamp() - ${NEWS}`)
      .orderBy('halted_at')
      .limit(200);
    return rows.map(toHead);
  }

  /** Those of which it is no news any more, each once. */
  async giveUpTelling(): Promise<RevisionHead[]> {
    const rows = await this.#knex('template_revisions')
      .whereNotNull('halted_at')
      .whereNull('halt_notified_at')
      .whereRaw(`halted_at <= clock_timestamp() - ${NEWS}`)
      .update({ halt_notified_at: this.#knex.raw('clock_timestamp()') })
      .returning(HEAD);
    return rows.map(toHead);
  }

  /** Unless it was resumed and halted again in between. */
  async markTold(digest: string, halted: Halted): Promise<void> {
    await this.#knex('template_revisions')
      .where({ digest, halted_at: halted.since })
      .update({ halt_notified_at: this.#knex.raw('clock_timestamp()') });
  }
}

/** From the columns of a halt. */
export function toHalted(row: {
  halted_at: Date | null;
  halted_by: string | null;
  halt_reason: string | null;
}): Halted | undefined {
  return row.halted_at
    ? {
        since: row.halted_at.toISOString(),
        by: row.halted_by!,
        reason: row.halt_reason!,
      }
    : undefined;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): StoredRevision {
  return { ...toHead(row), content: row.content };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toHead(row: any): RevisionHead {
  return {
    digest: row.digest,
    templateRef: row.template_ref,
    title: row.title,
    sourceLocation: fromNull(row.source_location),
    commit: fromNull(row.commit),
    author: fromNull(row.author),
    kind: row.kind,
    origin: row.origin,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    halted: toHalted(row),
    resumedAt: fromNull(row.resumed_at),
  };
}
