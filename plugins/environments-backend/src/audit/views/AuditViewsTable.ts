import {
  AuditView,
  SaveAuditViewRequest,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';

/** Filters of the log that somebody keeps under a name; each has their own. */
export class AuditViewsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** In the order of their names. */
  async list(ownerRef: string): Promise<AuditView[]> {
    return this.#knex('audit_views')
      .select('id', 'name', 'query')
      .where({ owner_ref: ownerRef })
      .orderBy('name');
  }

  /** @returns undefined where there is one of the name, and it is not to be replaced */
  async save(
    ownerRef: string,
    { name, query, replace }: SaveAuditViewRequest,
  ): Promise<AuditView | undefined> {
    const taken = this.#knex('audit_views')
      .insert({ id: uuidv7(), owner_ref: ownerRef, name, query })
      .onConflict(['owner_ref', 'name']);
    const [view] = await (replace
      ? taken.merge(['query'])
      : taken.ignore()
    ).returning(['id', 'name', 'query']);
    return view;
  }

  /** @returns whether there was one */
  async remove(ownerRef: string, id: string): Promise<boolean> {
    const removed = await this.#knex('audit_views')
      .where({ owner_ref: ownerRef, id })
      .delete();
    return removed > 0;
  }
}
