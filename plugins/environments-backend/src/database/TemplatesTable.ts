import {
  Halted,
  Problem,
  TemplateState,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { toHalted } from './TemplateRevisionsTable';
import { fromNull } from './rows';

/** What the catalog delivers now, or did last. */
export interface TemplateRow {
  ref: string;
  kind: 'template' | 'module';
  title: string;
  ownerRef: string;
  state: TemplateState;
  wasPublished: boolean;
  /** Digest of the last delivered content without faults. */
  revision?: string;
  /** Why what is delivered now is refused. */
  problems: Problem[];
  /** Tells whether what the catalog has is what was looked at last. */
  deliveredEtag?: string;
  sourceLocation?: string;
  changedAt: Date;
}

/** A template as it is on offer. */
export interface TemplateOffer extends TemplateRow {
  /** Why its current revision is not used. */
  halted?: Halted;
}

export class TemplatesTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<TemplateRow[]> {
    return (await this.#knex('templates').orderBy('ref')).map(toRow);
  }

  /** All templates that were ever delivered, without the modules. */
  async listOffers(): Promise<TemplateOffer[]> {
    const rows = await this.#offers().where('templates.kind', 'template');
    return rows.map(toOffer);
  }

  /** By their references; those that were never delivered are left out. */
  async findOffers(refs: string[]): Promise<TemplateOffer[]> {
    const rows = await this.#offers().whereIn('templates.ref', refs);
    return rows.map(toOffer);
  }

  #offers() {
    return this.#knex('templates')
      .leftJoin(
        'template_revisions',
        'template_revisions.digest',
        'templates.revision',
      )
      .select('templates.*', 'halted_at', 'halted_by', 'halt_reason');
  }

  /** The row, locked until the transaction ends. */
  async lock(ref: string): Promise<TemplateRow | undefined> {
    const row = await this.#knex('templates')
      .where({ ref })
      .forUpdate()
      .first();
    return row && toRow(row);
  }

  /** Writes the row; `changedAt` only moves when `isChange` says so. */
  async put(
    row: Omit<TemplateRow, 'changedAt'>,
    options: { isChange: boolean },
  ): Promise<void> {
    const columns = {
      ref: row.ref,
      kind: row.kind,
      title: row.title,
      owner_ref: row.ownerRef,
      state: row.state,
      was_published: row.wasPublished,
      revision: row.revision ?? null,
      problems: JSON.stringify(row.problems),
      delivered_etag: row.deliveredEtag ?? null,
      source_location: row.sourceLocation ?? null,
    };
    const now = this.#knex.raw('clock_timestamp()');
    await this.#knex('templates')
      .insert(columns)
      .onConflict('ref')
      .merge({ ...columns, ...(options.isChange && { changed_at: now }) });
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toOffer(row: any): TemplateOffer {
  return { ...toRow(row), halted: toHalted(row) };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): TemplateRow {
  return {
    ref: row.ref,
    kind: row.kind,
    title: row.title,
    ownerRef: row.owner_ref,
    state: row.state,
    wasPublished: row.was_published,
    revision: fromNull(row.revision),
    problems: row.problems,
    deliveredEtag: fromNull(row.delivered_etag),
    sourceLocation: fromNull(row.source_location),
    changedAt: row.changed_at,
  };
}
