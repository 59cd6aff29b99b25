import { Environment } from '@sandlot/plugin-environments-common';
import { Clusters } from '../clusters/Clusters';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { describeCluster } from './describeCluster';
import { toEnvironment } from './toApi';

/** Environments as the API shows them, with what is known of them from elsewhere. */
export class EnvironmentViews {
  readonly #store: Store;
  readonly #clusters: Clusters;

  constructor(options: { store: Store; clusters: Clusters }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
  }

  async one(row: EnvironmentRow): Promise<Environment> {
    const [environment] = await this.many([row]);
    return environment;
  }

  /** In the order of the rows. */
  async many(rows: EnvironmentRow[]): Promise<Environment[]> {
    const [operations, facts] = await Promise.all([
      this.#store.operations.getMany(rows.map(row => row.operationId)),
      this.#store.environments.factsOf(rows.map(row => row.id)),
    ]);
    const byId = new Map(operations.map(row => [row.id, row]));
    return rows.map((row, index) =>
      toEnvironment(
        row,
        byId.get(row.operationId)!,
        describeCluster(this.#clusters, row.cluster),
        facts[index],
      ),
    );
  }
}
