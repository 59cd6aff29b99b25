import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { fromNull } from './rows';

/** A stored revision of a template, as something to upgrade to. */
export interface UpgradeTarget {
  revision: string;
  templateRef: string;
  title: string;
  template: EnvironmentTemplate;
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
    const row = await this.#knex('template_revisions')
      .where({ digest: revision, template_ref: templateRef, kind: 'template' })
      .forShare()
      .first();
    return row && toTarget(row);
  }

  /** What the catalog delivers now, or did last. */
  async current(templateRef: string): Promise<UpgradeTarget | undefined> {
    const row = await this.#knex('templates')
      .join(
        'template_revisions',
        'template_revisions.digest',
        'templates.revision',
      )
      .where({ ref: templateRef })
      .select('template_revisions.*')
      .first();
    return row && toTarget(row);
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toTarget(row: any): UpgradeTarget {
  return {
    revision: row.digest,
    templateRef: row.template_ref,
    title: row.title,
    template: row.content,
    isDraft:
      row.origin === 'workbench' || row.content.spec.lifecycle === 'draft',
    haltReason: row.halted_at ? fromNull(row.halt_reason) ?? '' : undefined,
  };
}
