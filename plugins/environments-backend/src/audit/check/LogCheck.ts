import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NotificationService } from '@backstage/plugin-notifications-node';
import {
  AuditCheck,
  parseCheckpoint,
  parseNote,
} from '@sandlot/plugin-environments-common';
import { Store } from '../../database/Store';
import { Leader } from '../../jobs/Leader';
import { scheduleEverywhere } from '../../jobs/scheduleEverywhere';
import { NoticeSender } from '../../notices/NoticeSender';
import { readRole } from '../../service/readRole';
import { LogKeys } from '../sealing/readLogKeys';
import { Piece, checkPiece } from './checkPiece';
import { CheckPass } from './ChecksTable';
import { Fault } from './Fault';
import { describeFaults, toEvent } from './tellFaults';

const EVERY_SECONDS = 60;
/** A run ends after so long and the next one goes on, so that somebody sees that it lives. */
const LONGEST_RUN = 300_000;
const DEFAULT_EVERY_HOURS = 24;
const LONGEST_PASS_HOURS = 24;
/** Of so many faults the log is told one by one; of a log that was changed as a whole, no more. */
const MOST_RECORDED = 1000;
const MOST_SHOWN = 20;
const AUDIT_PAGE = '/audit';

/**
 * Goes over the whole sealed log now and then, from its beginning, and compares what
 * the database has with what was sealed. One backend of many does it; how far it
 * is stands in the database, so that another one goes on.
 */
export class LogCheck {
  readonly #store: Store;
  readonly #keys: LogKeys;
  readonly #logger: LoggerService;
  readonly #sender: NoticeSender;
  /** Not ops alone: it may have been one of them. */
  readonly #told: string[];
  readonly #leader: Leader;
  readonly #everyHours: number;
  #isStopped = false;

  /** @throws Error if `environments.audit.check.everyHours` is no time */
  static fromConfig(options: {
    store: Store;
    keys: LogKeys;
    notifications: NotificationService;
    config: RootConfigService;
    logger: LoggerService;
  }): LogCheck {
    const { config } = options;
    const everyHours =
      config.getOptionalNumber('environments.audit.check.everyHours') ??
      DEFAULT_EVERY_HOURS;
    if (everyHours <= 0) {
      throw new Error(
        'environments.audit.check.everyHours: expected hours, more than 0',
      );
    }
    return new LogCheck(options, everyHours, [
      ...readRole(config, 'auditors'),
      ...readRole(config, 'ops'),
    ]);
  }

  private constructor(
    options: {
      store: Store;
      keys: LogKeys;
      notifications: NotificationService;
      logger: LoggerService;
    },
    everyHours: number,
    told: string[],
  ) {
    this.#store = options.store;
    this.#keys = options.keys;
    this.#logger = options.logger;
    this.#sender = new NoticeSender(options);
    this.#told = told;
    this.#leader = new Leader(options.store, 'logCheck');
    this.#everyHours = everyHours;
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-log-check',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: 600,
      fn: () => this.run(),
    });
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#leader.stop();
  }

  async status(): Promise<AuditCheck> {
    // A pass may take as long as the time between two, and of a long log some hours.
    const late = Math.max(this.#everyHours * 3, LONGEST_PASS_HOURS);
    return this.#store.checks.status(late * 3600, MOST_SHOWN);
  }

  async faultCount(): Promise<number> {
    return this.#store.checks.faultCount();
  }

  /**
   * Goes on with the pass, or begins one if it is time; never throws.
   *
   * @param pieces - no more than so many
   * @returns whether it was this backend that did
   */
  async run(pieces = Infinity): Promise<boolean> {
    const end = Date.now() + LONGEST_RUN;
    try {
      if (!(await this.#leader.leads())) return false;
      for (let piece = 0; piece < pieces && Date.now() < end; piece += 1) {
        if (this.#isStopped || !(await this.#goOn())) break;
      }
    } catch (error) {
      this.#logger.warn(
        `The audit log could not be checked on, trying again in ${EVERY_SECONDS} s: ${stringifyError(
          error,
        )}`,
      );
    }
    return true;
  }

  /** @returns whether there may be more to do right away */
  async #goOn(): Promise<boolean> {
    const pass = await this.#store.checks.passOrBegin(this.#everyHours);
    if (!pass) return false;
    if (pass.next >= pass.size) {
      await this.#store.transaction(tx => tx.checks.end(pass));
      return false;
    }
    await this.#keep(
      pass,
      (await this.#findRenamed(pass)) ??
        (await checkPiece(
          { store: this.#store, keys: this.#keys, logger: this.#logger },
          pass,
        )),
    );
    return true;
  }

  /** No checkpoint is one of a log with another name: one fault, and not one a piece. */
  async #findRenamed({ next, size }: CheckPass): Promise<Piece | undefined> {
    const newest = await this.#store.checkpoints.newest();
    const name = newest && originOf(newest.note);
    if (name === undefined || name === this.#keys.origin) return undefined;
    this.#logger.warn(
      `The audit log was begun under the name ${name} and is now called ${
        this.#keys.origin
      }, so that nothing of it can be verified: set environments.audit.origin to the former`,
    );
    const all: Fault = { kind: 'tree', from: next, to: size };
    return { to: size, records: 0, faults: [all] };
  }

  async #keep(pass: CheckPass, piece: Piece): Promise<void> {
    const { faults } = piece;
    const fresh = await this.#store.transaction(
      async (tx): Promise<Fault[]> => {
        if (!(await tx.checks.moveOn(pass.next, piece))) return [];
        if (faults.length === 0) return [];
        const known = await tx.checks.faultCount();
        const added = await tx.checks.add(faults);
        if (added.length === 0 || known >= MOST_RECORDED) return [];
        await tx.record(toEvent(added));
        return added;
      },
    );
    if (fresh.length > 0) await this.#tell(fresh);
  }

  /** The record is what counts; a notice that could not be sent is in the process's log. */
  async #tell(faults: Fault[]): Promise<void> {
    const what = describeFaults(faults);
    this.#logger.error(
      `The audit log is not what was sealed: ${what}. Export and verify it, and find out who wrote to the database`,
    );
    if (this.#told.length === 0) return;
    await this.#sender.send('that the audit log is not what was sealed', {
      recipients: { type: 'entity', entityRef: this.#told },
      payload: {
        title: 'The audit log is not what was sealed',
        description: `Found now: ${what}.`,
        link: AUDIT_PAGE,
        severity: 'critical',
        topic: 'Audit log',
        // One notice, which says what was found last; the page says all.
        scope: 'audit-check',
      },
    });
  }
}

/** @returns undefined for what cannot be read */
function originOf(note: string): string | undefined {
  try {
    return parseCheckpoint(parseNote(note).text).origin;
  } catch {
    return undefined;
  }
}
