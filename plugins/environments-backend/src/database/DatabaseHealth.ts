import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Operation } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';

/** Operations of one kind that have not ended, whichever backend will have them. */
export interface UnfinishedOperations {
  kind: Operation['kind'];
  /** Due, and no worker has them. */
  queued: number;
  /** A worker has them. */
  running: number;
  /** The cluster did not answer; they are tried again when they are due. */
  waitingToRetry: number;
  /** How long the longest of the queued ones has been due, in seconds. */
  longestWaitSeconds: number;
  /** Since the oldest was asked for, in seconds. */
  oldestAgeSeconds: number;
}

export interface MigrationsState {
  /** Name of the last one that was made. */
  current?: string;
  /** Names of those that this version has and the database has not. */
  pending: string[];
}

/** Where knex finds the plugin's migrations. */
export function migrationsDirectory(): string {
  return resolvePackagePath(
    '@sandlot/plugin-environments-backend',
    'migrations',
  );
}

/** What monitoring asks of the database. */
export class DatabaseHealth {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** One query. A kind of which none is unfinished is absent. */
  async unfinished(): Promise<UnfinishedOperations[]> {
    const { rows } = await this.#knex.raw(`
      select
        kind,
        (count(*) filter (where is_free and is_due))::int as queued,
        (count(*) filter (where not is_free))::int as running,
        (count(*) filter (where is_free and not is_due and failures > 0))::int as waiting,
        coalesce(max(extract(epoch from now - next_run_at)) filter (where is_free and is_due), 0)::float8 as longest_wait,
        extract(epoch from max(now - requested_at))::float8 as oldest_age
      from (
        select
          *,
          next_run_at <= now as is_due,
          (lease_expires_at is null or lease_expires_at <= now) as is_free
        from operations, clock_timestamp() as now
        -- What waits for a place on its cluster is no work yet.
        where state in ('Queued', 'Running') and next_run_at < 'infinity'
      ) as unfinished
      group by kind`);
    return rows.map(toUnfinished);
  }

  async migrations(): Promise<MigrationsState> {
    const [made, pending]: [{ name: string }[], { file: string }[]] =
      await this.#knex.migrate.list({ directory: migrationsDirectory() });
    return {
      current: made.at(-1)?.name,
      pending: pending.map(({ file }) => file),
    };
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function toUnfinished(row: any): UnfinishedOperations {
  return {
    kind: row.kind,
    queued: row.queued,
    running: row.running,
    waitingToRetry: row.waiting,
    longestWaitSeconds: row.longest_wait,
    oldestAgeSeconds: row.oldest_age,
  };
}
