import { Knex } from 'knex';
import { TemplateRevisionRow } from './rows';

export class TemplateRevisionsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Stores a revision once; its content can't change. */
  async add(row: TemplateRevisionRow): Promise<void> {
    await this.#knex('template_revisions')
      .insert({
        digest: row.digest,
        template_ref: row.templateRef,
        title: row.title,
        content: JSON.stringify(row.content),
        source_location: row.sourceLocation ?? null,
        commit: row.commit ?? null,
        author: row.author ?? null,
        kind: row.kind,
        origin: row.origin,
      })
      .onConflict('digest')
      .ignore();
  }
}
