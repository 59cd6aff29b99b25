import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Store, Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { LeaseTerms } from '../domain/lease';
import { LeaseStep, nextLeaseStep } from '../domain/leaseStep';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { LeaseNotices } from './LeaseNotices';
import { deleteExpired, expire } from './expire';
import { leaseOf } from './stateOf';

const EVERY_SECONDS = 30;

type Act = Extract<LeaseStep, { step: 'act' }>;

/**
 * Does what time brings to leases: warns, ends them, and deletes what nobody
 * restored. All by the database's clock; what is due is decided once more under the
 * lock on the environment, so that any number of backends do nothing twice.
 */
export class LeaseSweep {
  readonly #store: Store;
  readonly #terms: LeaseTerms;
  readonly #notices: LeaseNotices;
  readonly #logger: LoggerService;
  #running: Promise<void> | undefined;

  constructor(options: {
    store: Store;
    notifications: NotificationService;
    leaseTerms: LeaseTerms;
    logger: LoggerService;
    ops?: string[];
  }) {
    this.#store = options.store;
    this.#terms = options.leaseTerms;
    this.#logger = options.logger;
    this.#notices = new LeaseNotices(options);
  }

  /** On every backend: whoever comes first does it. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-leases',
      everySeconds: EVERY_SECONDS,
      fn: () => this.run(),
    });
  }

  /** What fails for one environment is told in the log, and tried again with the next sweep. */
  run(): Promise<void> {
    this.#running ??= this.#doAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #doAll(): Promise<void> {
    this.#notices.beginRound();
    const due = await this.#store.leaseNotices.findDue(
      this.#terms.warnBeforeSeconds,
    );
    for (const id of due) {
      await this.#store
        .transaction(tx => this.#do(tx, id))
        .catch(error =>
          this.#logger.error(
            `What the lease of environment ${id} brings could not be done; trying again later: ${stringifyError(
              error,
            )}`,
          ),
        );
    }
  }

  async #do(tx: Transaction, id: string): Promise<void> {
    const environment = await tx.environments.lockIfFree(id);
    if (!environment) return;
    const [current, notices, now] = [
      await tx.operations.get(environment.operationId),
      await tx.leaseNotices.of(id),
      await tx.now(),
    ];
    const step = nextLeaseStep(
      leaseOf(environment, current!),
      notices,
      this.#terms,
      now,
    );
    if (step?.step === 'act') await this.#act(tx, environment, step, now);
    if (step?.step !== 'warn') return;
    const isTold = await this.#notices.warn(tx, environment, step);
    if (!isTold && step.otherwise) {
      await this.#act(tx, environment, step.otherwise, now);
    }
  }

  #act(
    tx: Transaction,
    environment: EnvironmentRow,
    { end, untold }: Act,
    now: Date,
  ): Promise<void> {
    return end.before === 'expiry'
      ? expire(tx, environment, { terms: this.#terms, now, untold })
      : deleteExpired(tx, environment, { untold });
  }
}
