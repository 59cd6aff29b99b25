import { Knex } from 'knex';

export interface IdempotencyKey {
  actorRef: string;
  key: string;
  /** SHA-256 of the canonical request. */
  requestDigest: string;
  operationId: string;
}

export class IdempotencyKeysTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Waits for a transaction that is just using the same key. */
  async insertIfNew(key: IdempotencyKey): Promise<boolean> {
    const rows = await this.#knex('idempotency_keys')
      .insert({
        actor_ref: key.actorRef,
        key: key.key,
        request_digest: key.requestDigest,
        operation_id: key.operationId,
      })
      .onConflict(['actor_ref', 'key'])
      .ignore()
      .returning('key');
    return rows.length === 1;
  }

  /** @param days - older ones are removed */
  async forget(days: number): Promise<void> {
    await this.#knex('idempotency_keys')
      .whereRaw('created_at < clock_timestamp() - make_interval(days => ?)', [
        days,
      ])
      .delete();
  }

  async get(
    actorRef: string,
    key: string,
  ): Promise<IdempotencyKey | undefined> {
    const row = await this.#knex('idempotency_keys')
      .where({ actor_ref: actorRef, key })
      .first();
    return (
      row && {
        actorRef: row.actor_ref,
        key: row.key,
        requestDigest: row.request_digest,
        operationId: row.operation_id,
      }
    );
  }
}
