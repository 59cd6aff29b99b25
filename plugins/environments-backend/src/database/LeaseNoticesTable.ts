import { Knex } from 'knex';
import { LeaseNotice } from '../domain/lease';
import { OUT_OF_TIME } from '../domain/leaseStep';

/** What people were told about the ends of leases. Times are compared by the database's clock. */
export class LeaseNoticesTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** About the ends that the environment has now. */
  async of(environmentId: string): Promise<LeaseNotice[]> {
    const rows = await this.#knex('lease_notices')
      .select('lease_notices.*')
      .join('environments', 'environments.id', 'environment_id')
      .where({ environment_id: environmentId })
      .whereRaw('ends_at in (expires_at, delete_at)');
    return rows.map(toLeaseNotice);
  }

  /**
   * Notes that it was tried to tell people of the end that the environment has now.
   *
   * @param outcome - `sent`, or `failed` if there was nobody to send it
   */
  async note(
    environmentId: string,
    notice: Pick<LeaseNotice, 'before' | 'leadSeconds'>,
    outcome: 'sent' | 'failed',
  ): Promise<void> {
    await this.#knex.raw(
      `insert into lease_notices (environment_id, before, ends_at, lead_seconds, sent_at)
        select id, :before, case when :before = 'expiry' then expires_at else delete_at end, :leadSeconds,
            case when :outcome = 'sent' then clock_timestamp() end
          from environments where id = :environmentId
        on conflict (environment_id, before, ends_at, lead_seconds) do update
          set sent_at = excluded.sent_at, tries = lease_notices.tries + 1`,
      { environmentId, ...notice, outcome },
    );
  }

  /** As if nobody had been told of the ends that have passed, so that they are told anew. */
  async forgetPassed(environmentId: string): Promise<void> {
    await this.#knex('lease_notices')
      .where({ environment_id: environmentId })
      .whereRaw('ends_at <= clock_timestamp()')
      .delete();
  }

  /**
   * Environments whose end has passed, or is so near that people are to be told and
   * were not: those first for which that was tried least.
   *
   * @param leadSeconds - how long before an end people are told
   */
  async findDue(leadSeconds: number[]): Promise<string[]> {
    const { rows } = await this.#knex.raw(
      `with ends as (
          select id, 'deletion' as before, delete_at as ends_at, expires_at as since from environments
            where delete_at <= statement_timestamp() + :most * interval '1 second' and phase <> all(:outOfTime) and legal_hold is null
          union all
          select id, 'expiry', expires_at, created_at from environments
            where expires_at <= statement_timestamp() + :most * interval '1 second' and delete_at is null and phase <> all(:outOfTime) and legal_hold is null)
        select ends.id
          from ends
            cross join lateral (select min(seconds) as seconds from unnest(cast(:leads as int[])) as seconds
              where ends_at - seconds * interval '1 second' <= statement_timestamp()
                and ends_at - seconds * interval '1 second' > since) as lead
            left join lateral (select sum(tries) as tries,
                bool_or(sent_at is not null and lead_seconds <= lead.seconds) as told from lease_notices
              where environment_id = ends.id and before = ends.before and ends_at = ends.ends_at) as notices on true
          where ends_at <= statement_timestamp() or (lead.seconds is not null and told is not true)
          order by coalesce(tries, 0), ends_at`,
      {
        most: Math.max(...leadSeconds),
        leads: leadSeconds,
        outOfTime: [...OUT_OF_TIME],
      },
    );
    return rows.map(({ id }: { id: string }) => id);
  }
}

/** @param row - of the table, or as JSON has it */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function toLeaseNotice(row: any): LeaseNotice {
  return {
    before: row.before,
    endsAt: new Date(row.ends_at),
    leadSeconds: row.lead_seconds,
    triedAt: new Date(row.tried_at),
    sentAt: row.sent_at === null ? undefined : new Date(row.sent_at),
  };
}
