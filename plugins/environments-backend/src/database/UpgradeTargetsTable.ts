import { TemplateState } from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { fromNull } from './rows';

/** A stored revision of a template, as something to upgrade to. */
export interface UpgradeTarget {
  revision: string;
  templateRef: string;
  title: string;
  template: EnvironmentTemplate;
  /** Of the workbench: the catalog never delivered it. */
  isPasted: boolean;
  /** Of the workbench, or not published yet. */
  isDraft: boolean;
  /** Why nothing may be upgraded to it now. */
  haltReason?: string;
}

/** Revisions of templates, read only. */
export class UpgradeTargetsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Within a transaction a halt at the same time comes before it or waits.
   *
   * @returns undefined if there is no such revision of this template
   */
  async get(
    templateRef: string,
    revision: string,
  ): Promise<UpgradeTarget | undefined> {
    const query = this.#knex('template_revisions')
      .where({ digest: revision, template_ref: templateRef, kind: 'template' })
      .first();
    const row = await this.#held(query);
    return row && toTarget(row);
  }

  /**
   * What the catalog delivers now, or did last. Within a transaction a delivery at
   * the same time comes before it or waits; it is to be asked before `get`, since
   * whoever takes a delivery locks in that order.
   */
  async offer(
    templateRef: string,
  ): Promise<{ state: TemplateState; revision?: string } | undefined> {
    const query = this.#knex('templates')
      .where({ ref: templateRef, kind: 'template' })
      .first('state', 'revision');
    const row = await this.#held(query);
    return row && { state: row.state, revision: fromNull(row.revision) };
  }

  /** By digest. */
  async titles(revisions: string[]): Promise<Map<string, string>> {
    const rows = await this.#knex('template_revisions')
      .whereIn('digest', revisions)
      .select('digest', 'title');
    return new Map(rows.map(({ digest, title }) => [digest, title]));
  }

  /** A lock outside a transaction would hold nobody back, and cost a write. */
  #held<T extends Knex.QueryBuilder>(query: T): T {
    return this.#knex.isTransaction ? (query.forShare() as T) : query;
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toTarget(row: any): UpgradeTarget {
  const isPasted = row.origin === 'workbench';
  return {
    revision: row.digest,
    templateRef: row.template_ref,
    title: row.title,
    template: row.content,
    isPasted,
    isDraft: isPasted || row.content.spec.lifecycle === 'draft',
    haltReason: row.halted_at ? fromNull(row.halt_reason) ?? '' : undefined,
  };
}
