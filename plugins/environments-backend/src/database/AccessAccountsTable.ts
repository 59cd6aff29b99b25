import { AccessAccount } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { Author } from '../lifecycle/acceptOperation';
import { fromNull } from './rows';

/** Who had an account deleted, and why. */
export type Revocation = Pick<Author, 'actor' | 'source' | 'correlationId'> & {
  reason: string;
};

/** The way of one person into one environment: a service account, or what is bound to their own name. */
export interface AccessAccountRow {
  id: string;
  environmentId: string;
  /** Entity reference. */
  person: string;
  role: AccessAccount['role'];
  /** Name of the service account, and of its binding. */
  account: string;
  /** As whom the cluster knows them, where they sign in to it by themselves. */
  username?: string;
  since: Date;
  /** Absent where there was no token. */
  tokenEndsAt?: Date;
  /** Until then a call that binds the username may still reach the cluster. */
  givingUntil?: Date;
  /** Set from the decision until the account is gone, and the row with it. */
  revocation?: Revocation;
}

/** Somebody who has, or asks for, a way into an environment's namespace. */
export interface EnvironmentUser {
  environmentId: string;
  /** Entity reference. */
  person: string;
  /** Users and groups as which they were let in. */
  claims: string[];
}

/** No call to a cluster is on its way for so long. */
const GIVING_SECONDS = 60;

export class AccessAccountsTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Notes the account before it is made, or that it gets another token. What is bound to a
   * username is being given from then on, until `noteGiven`.
   *
   * @returns as it is then, locked; one that is being revoked stays as it was
   */
  async note(
    row: Pick<
      AccessAccountRow,
      'id' | 'environmentId' | 'person' | 'role' | 'account' | 'username'
    > & { claims: string[]; expirationSeconds?: number },
  ): Promise<AccessAccountRow> {
    const { rows } = await this.#knex.raw(
      `insert into access_accounts as known
         (id, environment_id, person, role, account, username, claims, token_ends_at, giving_until)
       values (:id, :environmentId, :person, :role, :account, :username, :claims,
         clock_timestamp() + make_interval(secs => :expirationSeconds),
         case when :username::text is not null
           then clock_timestamp() + make_interval(secs => :givingSeconds) end)
       on conflict (environment_id, account) do update set
         claims = case when known.revocation is null then excluded.claims else known.claims end,
         username = case when known.revocation is null then excluded.username else known.username end,
         giving_until = case when known.revocation is null then excluded.giving_until else known.giving_until end,
         token_ends_at = case when known.revocation is null
           then greatest(known.token_ends_at, excluded.token_ends_at) else known.token_ends_at end
       returning *`,
      {
        ...row,
        username: row.username ?? null,
        expirationSeconds: row.expirationSeconds ?? null,
        givingSeconds: GIVING_SECONDS,
      },
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

  /** Who can get in somewhere, by an account or more rights, and as whom they were let in. */
  async listUsers(): Promise<EnvironmentUser[]> {
    const { rows } = await this.#knex.raw(
      `select users.environment_id, person, array_agg(distinct claim) as claims
        from (
          select environment_id, person, claims from access_accounts where revocation is null
          union all
          select environment_id, person, claims from elevations where state in ('requested', 'open')
        ) users
          join environments on environments.id = users.environment_id
            and environments.phase not in ('Deleting', 'Deleted')
          left join lateral unnest(users.claims) claim on true
        group by users.environment_id, person
        order by users.environment_id, person`,
    );
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    return rows.map((row: any) => ({
      environmentId: row.environment_id,
      person: row.person,
      claims: row.claims,
    }));
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

  /** The call that was noted is not on its way any more; a later one may be. */
  async noteGiven({
    id,
    givingUntil,
  }: Pick<AccessAccountRow, 'id' | 'givingUntil'>): Promise<void> {
    if (!givingUntil) return;
    await this.#knex('access_accounts')
      .where({ id })
      // A date has no microseconds.
      .whereRaw("date_trunc('milliseconds', giving_until) = ?", [givingUntil])
      .update({ giving_until: null });
  }

  /**
   * Forgets one that is gone from the cluster, unless a call that makes it anew may
   * still be on its way there: that one is taken again later.
   */
  async remove(id: string): Promise<void> {
    await this.#knex('access_accounts')
      .where({ id })
      .whereRaw('coalesce(giving_until < clock_timestamp(), true)')
      .delete();
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
    username: fromNull(row.username),
    since: row.since,
    tokenEndsAt: fromNull(row.token_ends_at),
    givingUntil: fromNull(row.giving_until),
    revocation: fromNull(row.revocation),
  };
}
