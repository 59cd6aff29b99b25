import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { unresolved } from '../audit/unresolved';
import { Store } from '../database/Store';

const EVERY_SECONDS = 10;
/** So much later than due, a job should have been taken up. */
const OVERDUE_SECONDS = 5;
const AT_ONCE = 100;

/**
 * Finds operations whose job was lost, or whose worker died, and puts them in
 * again; and ends in the log what a backend did not live to end there.
 */
export class Sweep {
  readonly #store: Store;
  readonly #logger: LoggerService;

  constructor(options: { store: Store; logger: LoggerService }) {
    this.#store = options.store;
    this.#logger = options.logger;
  }

  /** On every backend: a doubled job does no harm, a missing sweep would. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'environments-sweep',
      scope: 'local',
      frequency: { seconds: EVERY_SECONDS },
      timeout: { seconds: EVERY_SECONDS },
      fn: async () => {
        await this.run();
      },
    });
  }

  /** @returns how many were put in again */
  async run(): Promise<number> {
    const abandoned = await this.#store.operations.findAbandoned(
      OVERDUE_SECONDS,
      AT_ONCE,
    );
    for (const operationId of abandoned) {
      this.#logger.info(
        `Operation ${operationId} was due and nobody had it; putting it in again`,
      );
      await this.#store.transaction(tx => tx.enqueue(operationId));
    }
    await this.#store.transaction(async tx => {
      const open = await tx.takeAbandonedAttempts();
      await tx.record(...open.map(unresolved));
    });
    return abandoned.length;
  }
}
