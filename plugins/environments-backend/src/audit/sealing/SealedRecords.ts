import { Knex } from 'knex';

/** A record, and where it stands in the tree. */
export interface SealedRecord {
  eventId: string;
  canonical: Buffer;
  /** Absent until it is sealed. */
  index?: bigint;
}

/** What a receipt is about: the record that it came to be, or that it is gone. */
const RECEIPTS = {
  // What was made ahead was created for nobody; it was given to somebody later.
  creation: ['environment.claim', 'environment.create'],
  deletion: ['environment.delete'],
};

export type Receipt = keyof typeof RECEIPTS;

/** Finds records to prove. */
export class SealedRecords {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get(eventId: string): Promise<SealedRecord | undefined> {
    return toSealed(await this.#records().where({ event_id: eventId }).first());
  }

  /** The last one that says that it succeeded. */
  async receipt(
    environmentId: string,
    receipt: Receipt,
  ): Promise<SealedRecord | undefined> {
    const actions = RECEIPTS[receipt];
    const rows = await this.#records()
      .where({ environment_id: environmentId, stage: 'succeeded' })
      .whereIn('action', actions)
      .orderBy('audit_records.seq', 'desc')
      .select('action');
    return toSealed(
      rows.sort(
        (one, other) =>
          actions.indexOf(one.action) - actions.indexOf(other.action),
      )[0],
    );
  }

  #records() {
    return this.#knex('audit_records')
      .leftJoin('audit_seals', 'audit_seals.seq', 'audit_records.seq')
      .select('event_id', 'canonical', 'audit_seals.index');
  }
}

function toSealed(
  row:
    | { event_id: string; canonical: Buffer; index: string | null }
    | undefined,
): SealedRecord | undefined {
  return (
    row && {
      eventId: row.event_id,
      canonical: row.canonical,
      index: row.index === null ? undefined : BigInt(row.index),
    }
  );
}
