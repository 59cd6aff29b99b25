import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Knex } from 'knex';
import { PgBoss, fromKnex } from 'pg-boss';
import { Listener } from './Listener';

/** Schema of pg-boss, beside our own tables in the plugin's database. */
const SCHEMA = 'environments_jobs';
const QUEUE = 'operations';
/** NOTIFY on it wakes the workers of every backend. */
const CHANNEL = 'environments_operations';
/** For the case that a notification was missed. */
const POLL_MILLISECONDS = 2000;

export type JobHandler = (operationId: string) => Promise<void>;

/**
 * Hands operations to the workers of all backends. It only dispatches: a lost,
 * late or doubled job does no harm, because a worker must claim the operation
 * itself, and the sweep finds an operation that has no job.
 *
 * A notification names its operation, so that whoever has a hand free takes it
 * at once. The job is for what nobody had a hand free for, for what is due
 * later, and for notifications that went astray.
 */
export class JobQueue {
  readonly #knex: Knex;
  readonly #boss: PgBoss;
  readonly #logger: LoggerService;
  readonly #active = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #listener?: Listener;
  #handler?: JobHandler;
  #concurrency = 0;
  #fetching = false;
  #wanted = false;

  /** @param options - `migrates`: whether its schema is made where it is missing, or is there as it must be */
  static async create(
    knex: Knex,
    logger: LoggerService,
    { migrates }: { migrates: boolean },
  ): Promise<JobQueue> {
    const boss = new PgBoss({
      db: fromKnex(knex),
      schema: SCHEMA,
      schedule: false,
      migrate: migrates,
    });
    boss.on('error', error =>
      logger.warn(`Job queue: ${stringifyError(error)}`),
    );
    await boss.start();
    if (!migrates) return new JobQueue(knex, boss, logger);
    await boss.createQueue(QUEUE, {
      // One waiting job an operation and time, however often it is asked for.
      policy: 'short',
      // A try that failed is put in again by the operation's own state.
      retryLimit: 0,
      expireInSeconds: 15 * 60,
      deleteAfterSeconds: 60 * 60,
    });
    return new JobQueue(knex, boss, logger);
  }

  private constructor(knex: Knex, boss: PgBoss, logger: LoggerService) {
    this.#knex = knex;
    this.#boss = boss;
    this.#logger = logger;
  }

  /** Within the transaction: the job is there when, and only when, it commits. */
  async enqueue(
    trx: Knex,
    operationId: string,
    afterSeconds: number = 0,
  ): Promise<void> {
    const startAfter = new Date(Date.now() + afterSeconds * 1000);
    await this.#boss.send(
      QUEUE,
      { operationId },
      {
        db: fromKnex(trx),
        // Each time that it is due has a job of its own: one that still lies
        // there, for a time before, would be taken when it is not due.
        ...(afterSeconds > 0
          ? {
              singletonKey: `${operationId}@${startAfter.getTime()}`,
              startAfter,
            }
          : { singletonKey: operationId }),
      },
    );
    if (afterSeconds > 0) this.#wakeAfter(afterSeconds);
    else await trx.raw('select pg_notify(?, ?)', [CHANNEL, operationId]);
  }

  /** Starts to work on at most `concurrency` operations at a time. */
  async work(concurrency: number, handler: JobHandler): Promise<void> {
    this.#concurrency = concurrency;
    this.#handler = handler;
    this.#listener = await Listener.start(this.#knex, CHANNEL, this.#logger, {
      onNotification: operationId =>
        operationId ? this.#take(operationId) : this.#wake(),
    });
    const poll = setInterval(() => this.#wake(), POLL_MILLISECONDS);
    this.#timers.add(poll);
    this.#wake();
  }

  /** Takes no more work and waits for what is under way. */
  async stop(): Promise<void> {
    this.#handler = undefined;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#listener?.stop();
    await Promise.all(this.#active);
    await this.#boss.stop({ graceful: false, close: false });
  }

  #wakeAfter(seconds: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#wake();
    }, seconds * 1000 + 20);
    timer.unref();
    this.#timers.add(timer);
  }

  #wake(): void {
    this.#wanted = true;
    if (this.#fetching) return;
    this.#fetching = true;
    this.#fetchAll()
      .catch(error =>
        this.#logger.warn(
          `Operations could not be fetched, trying again soon: ${stringifyError(
            error,
          )}`,
        ),
      )
      .finally(() => {
        this.#fetching = false;
        if (this.#wanted && this.#handler && this.#free > 0) this.#wake();
      });
  }

  get #free(): number {
    return this.#concurrency - this.#active.size;
  }

  async #fetchAll(): Promise<void> {
    while (this.#wanted && this.#handler) {
      const free = this.#free;
      if (free <= 0) return;
      this.#wanted = false;
      const jobs = await this.#boss.fetch<{ operationId: string }>(QUEUE, {
        batchSize: free,
      });
      if (jobs.length === free) this.#wanted = true;
      for (const job of jobs) {
        const { operationId } = job.data;
        this.#start(async handler => {
          await handler(operationId);
          await this.#boss.complete(QUEUE, job.id);
        }, operationId);
      }
    }
  }

  /** Works on an operation without waiting for its job, if a hand is free. */
  #take(operationId: string): void {
    if (this.#free > 0) {
      this.#start(handler => handler(operationId), operationId);
    } else {
      this.#wanted = true;
    }
  }

  #start(
    work: (handler: JobHandler) => Promise<void>,
    operationId: string,
  ): void {
    // Stopping: the job is left for another backend.
    if (!this.#handler) return;
    const run = this.#guard(work(this.#handler), operationId);
    this.#active.add(run);
    run.finally(() => {
      this.#active.delete(run);
      if (this.#wanted) this.#wake();
    });
  }

  async #guard(work: Promise<void>, operationId: string): Promise<void> {
    try {
      await work;
    } catch (error) {
      // The operation keeps its lease until it runs out; then the sweep has it.
      this.#logger.error(
        `Operation ${operationId} was interrupted and will be taken up again: ${stringifyError(
          error,
        )}`,
      );
    }
  }
}
