import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError, stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { AuditSink } from '@sandlot/plugin-environments-common';
import { Store } from '../../database/Store';
import { scheduleEverywhere } from '../../jobs/scheduleEverywhere';
import { Authorizer } from '../../service/Authorizer';
import { Caller } from '../../service/Caller';
import { readRole } from '../../service/readRole';
import { permitAudit } from '../permitAudit';
import { Sink } from './Sink';
import { SinkDriver } from './SinkDriver';
import { readSinks } from './readSinks';

const EVERY_SECONDS = 2;
const PARK_AFTER = 10;
const LOG_PAGE = '/audit/log';

/** All that get the sealed log as it grows. */
export class AuditSinks {
  readonly #drivers: SinkDriver[];
  readonly #store: Store;
  readonly #authorizer: Authorizer;

  static fromConfig(options: {
    store: Store;
    authorizer: Authorizer;
    notifications: NotificationService;
    config: RootConfigService;
    logger: LoggerService;
    /** Name of the log. */
    origin: string;
  }): AuditSinks {
    const { config, origin } = options;
    return new AuditSinks(options, readSinks(config, origin), {
      parkAfter:
        config.getOptionalNumber('environments.audit.parkSinksAfter') ??
        PARK_AFTER,
      ops: readRole(config, 'ops'),
    });
  }

  private constructor(
    options: {
      store: Store;
      authorizer: Authorizer;
      notifications: NotificationService;
      logger: LoggerService;
    },
    sinks: Sink[],
    { parkAfter, ops }: { parkAfter: number; ops: string[] },
  ) {
    const { store, authorizer, logger, notifications } = options;
    this.#store = store;
    this.#authorizer = authorizer;
    this.#drivers = sinks.map(
      sink =>
        new SinkDriver({
          sink,
          store,
          logger,
          parkAfter,
          onParked: async ({ id }, problem) => {
            if (ops.length === 0) return;
            await notifications
              .send({
                recipients: { type: 'entity', entityRef: ops },
                payload: {
                  title: `Audit records no longer go to ${id}`,
                  description: `${problem}. They wait, and go on from there when somebody resumes it.`,
                  link: LOG_PAGE,
                  severity: 'high',
                  topic: 'Audit log',
                  scope: `sink:${id}`,
                },
              })
              .catch(error =>
                logger.warn(
                  `Nobody could be notified that the sink ${id} is parked: ${stringifyError(
                    error,
                  )}`,
                ),
              );
          },
        }),
    );
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    if (this.#drivers.length === 0) return;
    await scheduleEverywhere(scheduler, {
      id: 'environments-sinks',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: 120,
      fn: () => this.run(),
    });
  }

  async run(): Promise<void> {
    await Promise.all(this.#drivers.map(driver => driver.run()));
  }

  list(): Promise<AuditSink[]> {
    return Promise.all(this.#drivers.map(driver => driver.status()));
  }

  /** @throws NotFoundError if none of the name is configured */
  async resume(caller: Caller, id: string, reason: string): Promise<AuditSink> {
    const event = {
      action: 'audit.resumeSink',
      target: {},
      parameters: { sink: id },
    } as const;
    const { actor, authorization, correlationId, source } = await permitAudit(
      { store: this.#store, authorizer: this.#authorizer },
      caller,
      event,
    );
    const driver = this.#drivers.find(({ sink }) => sink.id === id);
    if (!driver) throw new NotFoundError(`No sink is called ${id}`);
    await this.#store.transaction(async tx => {
      await tx.sinks.resume(id);
      await tx.record({
        ...event,
        stage: 'succeeded',
        actor,
        authorization,
        correlationId,
        source,
        reason,
      });
    });
    void driver.run();
    return driver.status();
  }
}
