import { Knex } from 'knex';
import { fromNull } from './rows';

/** A link to one environment, as stored: its code is not. */
export interface ShareRow {
  id: string;
  environmentId: string;
  /** For whom it was made. */
  label: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt?: Date;
  /** By the database's clock. */
  isOver: boolean;
}

/** A person who has used a link. */
export interface ShareGrantRow {
  shareId: string;
  person: string;
  since: Date;
}

/** By what a person reads an environment that they would not see otherwise. */
export interface GuestRow {
  environmentId: string;
  until: Date;
  /** Who made the link. */
  sharedBy: string;
}

/** Links with which somebody may read an environment. The view `environment_guests` says who may now. */
export class SharesTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async insert(
    row: Pick<
      ShareRow,
      'id' | 'environmentId' | 'label' | 'createdBy' | 'expiresAt'
    > & { codeHash: Buffer },
  ): Promise<ShareRow> {
    const [inserted] = await this.#knex('shares')
      .insert({
        id: row.id,
        environment_id: row.environmentId,
        label: row.label,
        code_hash: row.codeHash,
        created_by: row.createdBy,
        expires_at: row.expiresAt,
      })
      .returning(this.#columns());
    return toRow(inserted);
  }

  /** Newest first. */
  async listOf(environmentId: string): Promise<ShareRow[]> {
    const rows = await this.#knex('shares')
      .select(this.#columns())
      .where({ environment_id: environmentId })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    return rows.map(toRow);
  }

  /** How many of the environment's are good still. */
  async countLive(environmentId: string): Promise<number> {
    const [{ count }] = await this.#knex('shares')
      .where({ environment_id: environmentId, revoked_at: null })
      .whereRaw('expires_at > clock_timestamp()')
      .count();
    return Number(count);
  }

  async grantsOf(environmentId: string): Promise<ShareGrantRow[]> {
    const rows = await this.#knex('share_grants')
      .join('shares', 'shares.id', 'share_grants.share_id')
      .where({ environment_id: environmentId })
      .select('share_id', 'person', 'since')
      .orderBy(['since', 'person']);
    return rows.map(row => ({
      shareId: row.share_id,
      person: row.person,
      since: row.since,
    }));
  }

  /** The link of that code, locked; it may be over. */
  async lockByHash(
    environmentId: string,
    codeHash: Buffer,
  ): Promise<ShareRow | undefined> {
    const [row] = await this.#knex('shares')
      .select(this.#columns())
      .where({ environment_id: environmentId, code_hash: codeHash })
      .forUpdate();
    return row && toRow(row);
  }

  /** @returns false if the person has used it before */
  async grant({ id, expiresAt }: ShareRow, person: string): Promise<boolean> {
    const rows = await this.#knex('share_grants')
      .insert({ share_id: id, person, until: expiresAt })
      .onConflict(['share_id', 'person'])
      .ignore()
      .returning('share_id');
    return rows.length > 0;
  }

  /** Of these environments, those that the person may read by a link now; of several links the one that ends last. */
  async guestOf(person: string, environmentIds: string[]): Promise<GuestRow[]> {
    const { rows } = await this.#knex.raw(
      `select distinct on (environment_id) environment_id, created_by,
          least(share_grants.until, shares.expires_at) as ends_at
        from share_grants
          join shares on shares.id = share_grants.share_id
        where share_grants.person = ? and environment_id = any(?) and revoked_at is null
          and (environment_id, share_grants.person) in (select environment_id, person from environment_guests)
        order by environment_id, ends_at desc`,
      [person, environmentIds],
    );
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    return rows.map((row: any) => ({
      environmentId: row.environment_id,
      until: row.ends_at,
      sharedBy: row.created_by,
    }));
  }

  /**
   * Ends one link of the environment, or all of them.
   *
   * @returns those that had not ended already
   */
  async revoke(environmentId: string, id?: string): Promise<ShareRow[]> {
    const rows = await this.#knex('shares')
      .where({ environment_id: environmentId, revoked_at: null })
      .where(id ? { id } : {})
      .whereRaw('expires_at > clock_timestamp()')
      .update({ revoked_at: this.#knex.raw('clock_timestamp()') })
      .returning(this.#columns());
    return rows.map(toRow);
  }

  /** All but the hash, which nobody needs. */
  #columns() {
    return [
      'id',
      'environment_id',
      'label',
      'created_by',
      'created_at',
      'expires_at',
      'revoked_at',
      this.#knex.raw('expires_at <= clock_timestamp() as is_over'),
    ];
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): ShareRow {
  return {
    id: row.id,
    environmentId: row.environment_id,
    label: row.label,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: fromNull(row.revoked_at),
    isOver: row.is_over,
  };
}
