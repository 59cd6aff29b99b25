import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { Store } from '../../database/Store';
import { scheduleEverywhere } from '../../jobs/scheduleEverywhere';
import { Sealer } from './Sealer';

/** So that what nobody woke it for, or what a transaction held up, is sealed in time. */
const EVERY_SECONDS = 1;
/** After a commit; what is committed meanwhile goes under the same checkpoint. */
const GATHER_MILLISECONDS = 100;
/** Between two checkpoints, however many backends seal; each is kept for good. */
const REST_SECONDS = 0.5;
/** Records wait longer than they should. */
export const LAGGING_AFTER_SECONDS = 10;
const WATCH_EVERY_MILLISECONDS = 5000;

/**
 * Seals on this backend for as long as it lives. What goes wrong holds no request
 * up: it is logged once, shown, and tried again.
 *
 * A commit wakes the backend that made it and no other, since that one seals as
 * well as any. NOTIFY would take a lock of the whole database in each commit.
 */
export class SealingLoop {
  readonly #store: Store;
  readonly #sealer: Sealer | undefined;
  readonly #logger: LoggerService;
  readonly #onSealed: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #problem: string | undefined;
  #hasLookedBack = false;
  #watchedAt = 0;
  #isLagging = false;
  #isStopped = false;

  constructor(options: {
    store: Store;
    /** Absent without a key: then nothing is sealed. */
    sealer: Sealer | undefined;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#sealer = options.sealer;
    this.#logger = options.logger;
    if (!this.#sealer) {
      this.#told(
        'No key is configured: set environments.audit.signing.keyFiles',
      );
    }
    this.#store.onCommit(({ records }) => {
      if (records.length > 0) this.#wake();
    });
  }

  /** Why nothing is sealed here; absent where all is well. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Hears of each checkpoint that was made here. */
  onSealed(listener: () => void): void {
    this.#onSealed.push(listener);
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-sealing',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: 60,
      fn: () => this.run(),
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Seals all that can be sealed now; whoever asks meanwhile waits for the same. */
  run(): Promise<void> {
    this.#running ??= this.#sealAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  #wake(): void {
    if (!this.#sealer || this.#timer || this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.run();
    }, GATHER_MILLISECONDS);
    this.#timer.unref();
  }

  async #sealAll(): Promise<void> {
    try {
      if (this.#sealer) await this.#seal(this.#sealer);
      await this.#watch();
    } catch (error) {
      this.#told(toError(error).message);
    }
  }

  async #seal(sealer: Sealer): Promise<void> {
    if (!this.#hasLookedBack) {
      await sealer.lookBack();
      this.#hasLookedBack = true;
    }
    let pass;
    do {
      pass = await sealer.pass(pass?.again ? 0 : REST_SECONDS);
      if (pass.sealed > 0) this.#onSealed.forEach(listener => listener());
    } while (pass.again && !this.#isStopped);
    this.#told(undefined);
  }

  /** Once when it begins and once when it is over. */
  #told(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    if (problem) {
      this.#logger.warn(`The audit log is not sealed: ${problem}`);
    } else {
      this.#logger.info('The audit log is sealed again');
    }
  }

  /** Also where another backend should have sealed. */
  async #watch(): Promise<void> {
    if (Date.now() - this.#watchedAt < WATCH_EVERY_MILLISECONDS) return;
    this.#watchedAt = Date.now();
    const { lagSeconds, records } = await this.#store.sealing.unsealed();
    const isLagging = lagSeconds > LAGGING_AFTER_SECONDS;
    if (isLagging === this.#isLagging) return;
    this.#isLagging = isLagging;
    if (isLagging) {
      this.#logger.error(
        `${records} records of the audit log wait to be sealed, the oldest for ${Math.round(
          lagSeconds,
        )} s: a transaction that stays open holds them up, or no backend seals`,
      );
    } else {
      this.#logger.info('The audit log is sealed in time again');
    }
  }
}
