import { Knex } from 'knex';
import { fromNull } from './rows';

/** Somebody whom the catalog does not have, or not among the users of an environment. */
export interface Absence {
  /** Of a user or a group. */
  ref: string;
  /** `catalog`, or the id of the environment. */
  missingFrom: string;
}

export interface NotedAbsence extends Absence {
  /** The first look that missed them; each look since then did. */
  since: Date;
  /** It is long enough ago. */
  isConfirmed: boolean;
}

/** While so much is gone from the catalog that it is not believed. */
export interface CatalogDoubt {
  since: Date;
  /** When ops were last told. */
  toldAt?: Date;
}

/** What looks at the catalog have missed, and since when. */
export class CatalogAbsencesTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * What this look has missed, all of it: what it did not miss is absent no longer.
   *
   * @param afterSeconds - when two looks are far enough apart
   */
  async note(
    absences: Absence[],
    afterSeconds: number,
  ): Promise<NotedAbsence[]> {
    const bindings = {
      refs: absences.map(({ ref }) => ref),
      from: absences.map(({ missingFrom }) => missingFrom),
      afterSeconds,
    };
    const missed =
      'select ref, missing_from from unnest(:refs::text[], :from::text[]) as missed (ref, missing_from)';
    await this.#knex.raw(
      `delete from catalog_absences where (ref, missing_from) not in (${missed})`,
      bindings,
    );
    await this.#knex.raw(
      `insert into catalog_absences (ref, missing_from) ${missed} on conflict do nothing`,
      bindings,
    );
    const { rows } = await this.#knex.raw(
      `select ref, missing_from, since,
          since <= clock_timestamp() - make_interval(secs => :afterSeconds) as is_confirmed
        from catalog_absences order by since, ref`,
      bindings,
    );
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    return rows.map((row: any) => ({
      ref: row.ref,
      missingFrom: row.missing_from,
      since: row.since,
      isConfirmed: row.is_confirmed,
    }));
  }

  /** Begins to doubt, or goes on: what was missed before proves nothing either. */
  async doubt(): Promise<CatalogDoubt> {
    await this.#knex('catalog_absences').delete();
    await this.#knex.raw(
      'insert into catalog_doubts (only_one) values (true) on conflict do nothing',
    );
    const [row] = await this.#knex('catalog_doubts').forUpdate();
    return { since: row.since, toldAt: fromNull(row.told_at) };
  }

  async noteDoubtTold(): Promise<void> {
    await this.#knex('catalog_doubts').update({
      told_at: this.#knex.raw('clock_timestamp()'),
    });
  }

  async believe(): Promise<void> {
    await this.#knex('catalog_doubts').delete();
  }
}
