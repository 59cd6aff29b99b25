import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Cluster } from '@sandlot/plugin-environments-common';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { NoticeSender } from '../notices/NoticeSender';
import { Limits } from './Limits';
import { admitNext } from './admitNext';

const EVERY_SECONDS = 10;

/**
 * Gives places that get free to those who wait for them, in the order in which
 * they asked. On every backend, which agree by the lock on the cluster's places.
 */
export class WaitingList {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #limits: Limits;
  readonly #sender: NoticeSender;
  readonly #logger: LoggerService;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    limits: Limits;
    notifications: NotificationService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#limits = options.limits;
    this.#sender = new NoticeSender(options);
    this.#logger = options.logger;
  }

  /** Now and then, and whenever this backend has seen a deletion to its end. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    this.#store.onCommit(({ finished }) => {
      const isFreed = finished.some(
        ({ kind, state }) => kind === 'delete' && state === 'Succeeded',
      );
      if (isFreed) void this.run();
    });
    await scheduleEverywhere(scheduler, {
      id: 'environments-waiting-list',
      everySeconds: EVERY_SECONDS,
      fn: () => this.run(),
    });
  }

  /** Never throws: what could not be done is done later. */
  run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#admitAll()
      .catch(error =>
        this.#logger.warn(
          `Places could not be given to those who wait, trying again in ${EVERY_SECONDS} s: ${stringifyError(
            error,
          )}`,
        ),
      )
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** What got free while it was at it counts too. */
  async #admitAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      for (const { info } of this.#clusters.list()) {
        await this.#admitTo(info);
      }
    }
  }

  async #admitTo(cluster: Cluster): Promise<void> {
    for (;;) {
      const admitted = await this.#store.transaction(tx =>
        admitNext(tx, this.#limits, cluster),
      );
      if (!admitted) return;
      // Nobody's place waits for that.
      void this.#tell(admitted, cluster);
    }
  }

  async #tell({ id, name, createdBy }: EnvironmentRow, { title }: Cluster) {
    await this.#sender.send(`that environment ${name} has its place`, {
      recipients: { type: 'entity', entityRef: createdBy },
      payload: {
        title: `Environment ${name} has its place`,
        description: `It waited for room on ${title} and is being made now.`,
        link: `/environments/${id}`,
        severity: 'normal',
        topic: 'Environments',
        scope: `admit:${id}`,
      },
    });
  }
}
