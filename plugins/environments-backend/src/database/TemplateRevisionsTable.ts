import { Knex } from 'knex';
import { TemplateRevisionRow } from './rows';

export class TemplateRevisionsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Stores a revision once; its content can't change, only when it was last seen. */
  async see(row: TemplateRevisionRow): Promise<void> {
    await this.#knex('template_revisions')
      .insert({
        digest: row.digest,
        template_ref: row.templateRef,
        title: row.title,
        content: JSON.stringify(row.content),
        source_location: row.sourceLocation ?? null,
      })
      .onConflict('digest')
      .merge({ last_seen_at: this.#knex.raw('clock_timestamp()') });
  }
}
