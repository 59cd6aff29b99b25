import { AccessAccount } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { Author } from '../lifecycle/acceptOperation';
import { fromNull } from './rows';

/** Who had an account deleted, and why. */
export type Revocation = Pick<Author, 'actor' | 'source' | 'correlationId'> & {
  reason: string;
};

/** The service account of one person in one environment. */
export interface AccessAccountRow {
  id: string;
  environmentId: string;
  /** Entity reference. */
  person: string;
  role: AccessAccount['role'];
  /** Name of the service account, and of its binding. */
  account: string;
  since: Date;
  tokenEndsAt: Date;
  /** Set from the decision until the account is gone, and the row with it. */
  revocation?: Revocation;
}

export class AccessAccountsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Notes the account before it is made, or that it gets another token.
   *
   * @returns as it is then, locked; one that is being revoked stays as it was
   */
  async note(
    row: Pick<
      AccessAccountRow,
      'id' | 'environmentId' | 'person' | 'role' | 'account'
    > & { claims: string[]; expirationSeconds: number },
  ): Promise<AccessAccountRow> {
    const { rows } = await this.#knex.raw(
      `insert into access_accounts as known
         (id, environment_id, person, role, account, claims, token_ends_at)
       values (:id, :environmentId, :person, :role, :account, :claims,
         clock_timestamp() + make_interval(secs => :expirationSeconds))
       on conflict (environment_id, account) do update set
         claims = case when known.revocation is null then excluded.claims else known.claims end,
         token_ends_at = case when known.revocation is null
           then greatest(known.token_ends_at, excluded.token_ends_at) else known.token_ends_at end
       returning *`,
      row,
    );
    return toRow(rows[0]);
  }

  /** @returns undefined when it is gone */
  async lock(id: string): Promise<AccessAccountRow | undefined> {
    const [row] = await this.#knex('access_accounts').where({ id }).forUpdate();
    return row && toRow(row);
  }

  /** The cluster may give a token for longer than was asked. */
  async noteTokenEnd(id: string, at: Date): Promise<void> {
    await this.#knex('access_accounts')
      .where({ id })
      .update({
        token_ends_at: this.#knex.raw('greatest(token_ends_at, ?)', [at]),
      });
  }

  async listOf(environmentId: string): Promise<AccessAccountRow[]> {
    const rows = await this.#knex('access_accounts')
      .where({ environment_id: environmentId })
      .orderBy(['person', 'role']);
    return rows.map(toRow);
  }

  /**
   * Has accounts of the environment deleted: of one person, or only that in one role,
   * or of everybody who was let in as none of `claims`.
   *
   * @returns those that were not being deleted already
   */
  async revoke(
    environmentId: string,
    of:
      | { person: string; role?: AccessAccountRow['role'] }
      | { withoutClaims: string[] },
    revocation: Revocation,
  ): Promise<AccessAccountRow[]> {
    const found = this.#knex('access_accounts')
      .where({ environment_id: environmentId })
      .whereNull('revocation')
      .update({ revocation: JSON.stringify(revocation) })
      .returning('*');
    const rows = await ('person' in of
      ? found.where({
          person: of.person,
          ...(of.role && { role: of.role }),
        })
      : found.whereRaw('not claims && ?::text[]', [of.withoutClaims]));
    return rows.map(toRow);
  }

  /**
   * Those whose account is to be deleted and that no backend has in hand; the caller
   * has them for so long.
   */
  async take(
    seconds: number,
    environmentId?: string,
  ): Promise<AccessAccountRow[]> {
    const due = this.#knex('access_accounts')
      .select('id')
      .whereNotNull('revocation')
      .whereRaw('coalesce(taken_until < clock_timestamp(), true)')
      .where(environmentId ? { environment_id: environmentId } : {})
      .orderBy('id')
      .limit(50)
      .forUpdate()
      .skipLocked();
    const rows = await this.#knex('access_accounts')
      .whereIn('id', due)
      .update({
        taken_until: this.#knex.raw(
          'clock_timestamp() + make_interval(secs => ?)',
          [seconds],
        ),
      })
      .returning('*');
    return rows.map(toRow);
  }

  async remove(id: string): Promise<void> {
    await this.#knex('access_accounts').where({ id }).delete();
  }

  /** Those whose namespace is gone, and they with it. */
  async removeOfDeleted(): Promise<void> {
    await this.#knex('access_accounts')
      .whereIn(
        'environment_id',
        this.#knex('environments').where({ phase: 'Deleted' }).select('id'),
      )
      .delete();
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toRow(row: any): AccessAccountRow {
  return {
    id: row.id,
    environmentId: row.environment_id,
    person: row.person,
    role: row.role,
    account: row.account,
    since: row.since,
    tokenEndsAt: row.token_ends_at,
    revocation: fromNull(row.revocation),
  };
}
