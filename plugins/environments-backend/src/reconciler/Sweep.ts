import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { unresolved } from '../audit/unresolved';
import { Store } from '../database/Store';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';

const EVERY_SECONDS = 10;
/** A worker that dies is silent for its lease already; nobody is to wait much longer. */
const ORPHANS_EVERY_SECONDS = 1;
/** So much later than due, a job should have been taken up. */
const OVERDUE_SECONDS = 5;
const AT_ONCE = 100;
const KEYS_EVERY_SECONDS = 3600;
/** As the contract says. */
const KEYS_KEPT_DAYS = 30;

/**
 * Finds operations whose job was lost, or whose worker died, and puts them in
 * again; ends in the log what a backend did not live to end there; and forgets the
 * keys of requests that nobody sends again.
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
    await scheduleEverywhere(scheduler, {
      id: 'environments-sweep',
      everySeconds: EVERY_SECONDS,
      fn: () => this.run(),
    });
    await scheduleEverywhere(scheduler, {
      id: 'environments-orphans',
      everySeconds: ORPHANS_EVERY_SECONDS,
      timeoutSeconds: EVERY_SECONDS,
      fn: () => this.takeOrphans(),
    });
    await scheduleEverywhere(scheduler, {
      id: 'environments-idempotency-keys',
      everySeconds: KEYS_EVERY_SECONDS,
      fn: () => this.#store.idempotencyKeys.forget(KEYS_KEPT_DAYS),
    });
  }

  /** Only what a worker held when it died. @returns how many were put in again */
  async takeOrphans(): Promise<number> {
    const orphans = await this.#store.operations.findOrphans(AT_ONCE);
    for (const operationId of orphans) {
      this.#logger.info(
        `The worker on operation ${operationId} is silent; putting it in again`,
      );
      await this.#store.transaction(tx => tx.enqueue(operationId));
    }
    return orphans.length;
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
