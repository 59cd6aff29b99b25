import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  KubernetesObject,
  LABEL_ENVIRONMENT,
} from '@sandlot/plugin-environments-node';
import { v7 as uuidv7 } from 'uuid';
import { AuditEvent } from '../audit/AuditEvent';
import { Cluster } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { Leader } from '../jobs/Leader';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { visitClusters } from '../jobs/visitClusters';

const EVERY_SECONDS = 60;

/**
 * Deletes what a worker made that was frozen in the midst of a call, taken for
 * dead, and woke up when its environment had been deleted. Only namespaces
 * whose environment we know, and know to be Deleted: those of another portal
 * on the same cluster are not ours to judge. One backend of many does it.
 */
export class StraySweep {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #logger: LoggerService;
  readonly #leader: Leader;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#leader = new Leader(options.store, 'strays');
    this.#clusters = options.clusters;
    this.#logger = options.logger;
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-strays',
      everySeconds: EVERY_SECONDS,
      fn: () => this.run(),
    });
  }

  /** Lets another backend have the search. */
  stop(): Promise<void> {
    return this.#leader.stop();
  }

  /** @returns whether it was this backend that searched */
  async run(): Promise<boolean> {
    return visitClusters(
      {
        leader: this.#leader,
        clusters: this.#clusters,
        logger: this.#logger,
      },
      `could not be searched for strays, trying again in ${EVERY_SECONDS} s`,
      cluster => this.#sweep(cluster),
    );
  }

  async #sweep(cluster: Cluster): Promise<void> {
    const byEnvironment = new Map<string, KubernetesObject>();
    for (const namespace of await cluster.listNamespaces()) {
      const id = namespace.metadata.labels?.[LABEL_ENVIRONMENT];
      if (id && !namespace.metadata.deletionTimestamp) {
        byEnvironment.set(id, namespace);
      }
    }
    const environments = await this.#store.environments.findDeleted(
      cluster.info.name,
      [...byEnvironment.keys()],
    );
    for (const environment of environments) {
      await this.#remove(
        cluster,
        environment,
        byEnvironment.get(environment.id)!,
      );
    }
  }

  async #remove(
    cluster: Cluster,
    environment: EnvironmentRow,
    { metadata }: KubernetesObject,
  ): Promise<void> {
    const event: Omit<AuditEvent, 'stage'> = {
      action: 'kubernetes.delete',
      correlationId: uuidv7(),
      actor: {
        ref: 'plugin:environments',
        kind: 'system',
        groups: [],
        authMethod: 'sweep',
      },
      environmentId: environment.id,
      target: {
        cluster: cluster.info.name,
        namespace: metadata.name,
        namespaceUid: metadata.uid,
        apiVersion: 'v1',
        kind: 'Namespace',
        name: metadata.name,
        uid: metadata.uid,
      },
      reason: 'Its environment is deleted: a late call had made it after all',
    };
    const record = (stage: AuditEvent['stage'], reason = event.reason) =>
      this.#store.transaction(tx => tx.record({ ...event, stage, reason }));
    await record('attempt');
    try {
      await cluster.deleteNamespace(metadata.name, metadata.uid!);
    } catch (error) {
      const stage = ClusterError.isUnanswered(error) ? 'unknown' : 'failed';
      await record(stage, isError(error) ? error.message : String(error));
      throw error;
    }
    await record('succeeded');
  }
}
