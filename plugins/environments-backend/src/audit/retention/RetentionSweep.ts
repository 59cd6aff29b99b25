import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { ExportVerdict, verifyExport } from '@sandlot/plugin-environments-node';
import { v7 as uuidv7 } from 'uuid';
import { Store } from '../../database/Store';
import { scheduleEverywhere } from '../../jobs/scheduleEverywhere';
import { formatDigest } from '../canonical';
import { writeRun } from '../export/writeExport';
import { MonthToRetire } from './ArchivesTable';

const EVERY_SECONDS = 3600;

/**
 * Retires what is older than it has to be kept: a month at a time, and only what
 * stands in an export that was verified as it lies on the disk. The tree stays, so
 * that the archive can be verified for good and later records prove the same. What
 * dies in the midst is done again: a file is only counted under its last name, and
 * only what is in `audit_archives` can be deleted.
 */
export class RetentionSweep {
  readonly #store: Store;
  readonly #logger: LoggerService;
  readonly #origin: string;
  readonly #keepMonths: number;
  readonly #path: string;

  /** @returns undefined unless retention is configured: all is kept then */
  static fromConfig(options: {
    store: Store;
    config: RootConfigService;
    logger: LoggerService;
    /** Name of the log. */
    origin: string;
  }): RetentionSweep | undefined {
    const retention = options.config.getOptionalConfig(
      'environments.audit.retention',
    );
    if (!retention) return undefined;
    const months = retention.getNumber('months');
    if (!Number.isInteger(months) || months < 1) {
      throw new Error(
        'environments.audit.retention.months: expected a whole number, 1 or more',
      );
    }
    return new RetentionSweep(
      options,
      months,
      retention.getString('archivePath'),
    );
  }

  private constructor(
    options: { store: Store; logger: LoggerService; origin: string },
    keepMonths: number,
    path: string,
  ) {
    this.#store = options.store;
    this.#logger = options.logger;
    this.#origin = options.origin;
    this.#keepMonths = keepMonths;
    this.#path = path;
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduleEverywhere(scheduler, {
      id: 'environments-retention',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: EVERY_SECONDS * 4,
      fn: () => this.run(),
    });
  }

  /** All months that are due; never throws. */
  async run(): Promise<void> {
    try {
      while (await this.#retireOne());
    } catch (error) {
      this.#logger.error(
        `Old audit records could not be retired, and stay: ${stringifyError(
          error,
        )}`,
      );
    }
  }

  /** @returns whether there may be another one */
  async #retireOne(): Promise<boolean> {
    // The lock has a transaction of its own, which writes nothing: it may last.
    return this.#store.transaction(async lock => {
      if (!(await lock.archives.hold())) return false;
      // What a backend before this one archived and did not live to delete.
      await this.#deleteArchived();
      const month = await this.#store.archives.next(this.#keepMonths);
      if (!month) return false;
      const place = await this.#write(month);
      const { verdict, digest } = await verifyFile(place);
      requireWhole(month, verdict);
      await this.#store.transaction(async tx => {
        await tx.archives.insert({ ...month, digest, place });
        await tx.record({
          stage: 'succeeded',
          action: 'audit.retire',
          correlationId: uuidv7(),
          actor: {
            ref: 'plugin:environments',
            kind: 'system',
            groups: [],
            authMethod: 'sweep',
          },
          target: {},
          parameters: {
            month: month.month.slice(0, 7),
            fromIndex: String(month.from),
            toIndex: String(month.to),
            digest,
            place,
          },
          reason: `Older than ${
            this.#keepMonths
          } months, archived and verified`,
        });
      });
      await this.#deleteArchived();
      return true;
    });
  }

  /** @returns the path of the file, which is whole and on the disk */
  async #write(month: MonthToRetire): Promise<string> {
    await mkdir(this.#path, { recursive: true });
    const name = `audit-${month.month.slice(0, 7)}-${month.from}-${month.to}`;
    const path = join(this.#path, `${name}.ndjson`);
    const { checkpoints, sealedPages: pages, sealing, tree } = this.#store;
    const keys = await sealing.everyKey();
    const file = await open(`${path}.part`, 'w', 0o640);
    try {
      for await (const text of writeRun(
        { origin: this.#origin, keys, pages, checkpoints, tree },
        month,
      )) {
        await file.write(text);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.part`, path);
    return path;
  }

  async #deleteArchived(): Promise<void> {
    while ((await this.#store.archives.deleteSome()) > 0);
  }
}

async function verifyFile(
  path: string,
): Promise<{ verdict: ExportVerdict; digest: string }> {
  const hash = createHash('sha256');
  async function* read() {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk);
      yield chunk as Buffer;
    }
  }
  const verdict = await verifyExport(read());
  return { verdict, digest: formatDigest(hash.digest()) };
}

/** @throws Error that says why the archive does not stand for its records */
function requireWhole({ from, to }: MonthToRetire, verdict: ExportVerdict) {
  // An attempt without an end is a thing of the past that the archive has to keep.
  const problem = verdict.problems.find(({ code }) => code !== 'unresolved');
  if (problem) {
    throw new Error(`the archive does not verify: ${problem.message}`);
  }
  if (verdict.from !== from || verdict.to !== to || verdict.size !== to) {
    throw new Error(
      `the archive has the records from ${verdict.from} to ${verdict.to}, expected ${from} to ${to} under a checkpoint`,
    );
  }
}
