import { toError } from '@backstage/errors';
import {
  HealthReport,
  templateReportPermission,
} from '@sandlot/plugin-environments-common';
import { Clusters } from '../clusters/Clusters';
import { DatabaseHealth } from '../database/DatabaseHealth';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { ClusterReachability } from './ClusterReachability';
import { TaskRuns } from './TaskRuns';
import { within } from './within';

/** The database is waited for no longer, in milliseconds. */
const PATIENCE = 2000;

/** Tells ops and auditors how the plugin fares, as far as this backend knows. */
export class HealthReports {
  readonly #gatekeeper: Gatekeeper;
  readonly #clusters: Clusters;
  readonly #database: DatabaseHealth;
  readonly #reachability: ClusterReachability;
  readonly #tasks: TaskRuns;

  constructor(options: {
    gatekeeper: Gatekeeper;
    clusters: Clusters;
    database: DatabaseHealth;
    reachability: ClusterReachability;
    tasks: TaskRuns;
  }) {
    this.#gatekeeper = options.gatekeeper;
    this.#clusters = options.clusters;
    this.#database = options.database;
    this.#reachability = options.reachability;
    this.#tasks = options.tasks;
  }

  /** @throws NotAllowedError, after that is recorded */
  async get(caller: Caller): Promise<HealthReport> {
    await this.#gatekeeper.permitBasic(caller, templateReportPermission, {
      action: 'health.read',
      reason: 'You may not see how the plugin fares',
    });
    return {
      checkedAt: new Date().toISOString(),
      ...(await this.#askDatabase()),
      clusters: this.#clusters.list().map(({ info }) => {
        const seen = this.#reachability.of(info.name);
        return {
          ...info,
          ...(seen && {
            ...seen,
            since: seen.since.toISOString(),
            lastCallAt: seen.lastCallAt.toISOString(),
          }),
        };
      }),
      tasks: this.#tasks
        .list()
        .map(({ id, startedAt, finishedAt, message }) => ({
          id,
          lastStartedAt: startedAt.toISOString(),
          lastFinishedAt: finishedAt?.toISOString(),
          message,
        })),
    };
  }

  /** That it is away is an answer too. */
  async #askDatabase(): Promise<Pick<HealthReport, 'database' | 'queue'>> {
    const began = performance.now();
    try {
      const queue = await within(PATIENCE, this.#database.unfinished());
      const latencySeconds = (performance.now() - began) / 1000;
      const migrations = await within(PATIENCE, this.#database.migrations());
      return {
        database: { reachable: true, latencySeconds, migrations },
        queue,
      };
    } catch (error) {
      return {
        database: { reachable: false, message: toError(error).message },
      };
    }
  }
}
