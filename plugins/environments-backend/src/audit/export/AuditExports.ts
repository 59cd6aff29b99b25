import { stringifyError } from '@backstage/errors';
import {
  AuditCriteria,
  AuditExportQuery,
} from '@sandlot/plugin-environments-common';
import { Store } from '../../database/Store';
import { Authorizer } from '../../service/Authorizer';
import { Caller } from '../../service/Caller';
import { AuditEvent } from '../AuditEvent';
import { permitAudit } from '../permitAudit';
import { toRecord } from '../record/recordRow';
import { LogKeys } from '../sealing/readLogKeys';
import { SealedRow } from './SealedPages';
import { csvHeader, toCsv } from './toCsv';
import { toOcsf } from './toOcsf';
import { ExportSource, writeRun, writeSome } from './writeExport';

/** A file as it is made. */
export interface AuditExport {
  contentType: string;
  fileName: string;
  /** Pieces of text; to be read to the end, or broken off with `return`. */
  text: AsyncGenerator<string>;
}

type Format = NonNullable<AuditExportQuery['format']>;

const CONTENT_TYPES: Record<Format, string> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  ocsf: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};
const ENDINGS: Record<Format, string> = {
  ndjson: 'audit.ndjson',
  ocsf: 'ocsf.ndjson',
  csv: 'csv',
};

/** Gives out the sealed log as a file, and records that it did. */
export class AuditExports {
  readonly #store: Store;
  readonly #authorizer: Authorizer;
  readonly #keys: LogKeys;
  readonly #witnessKeys: string[];

  constructor(options: {
    store: Store;
    authorizer: Authorizer;
    keys: LogKeys;
    /** Verifier keys of witnesses that sign. */
    witnessKeys: string[];
  }) {
    this.#store = options.store;
    this.#authorizer = options.authorizer;
    this.#keys = options.keys;
    this.#witnessKeys = options.witnessKeys;
  }

  /**
   * @throws NotAllowedError, recorded, for who may not read the log
   */
  async export(caller: Caller, query: AuditExportQuery): Promise<AuditExport> {
    const { format = 'ndjson', ...criteria } = query;
    const event = await this.#begin(caller, { format, ...criteria });
    const text = await this.#write(format, criteria);
    return {
      contentType: CONTENT_TYPES[format],
      fileName: `sandlot-audit-${new Date().toISOString().slice(0, 10)}.${
        ENDINGS[format]
      }`,
      text: this.#recorded(event, text),
    };
  }

  async #begin(
    caller: Caller,
    parameters: Record<string, string>,
  ): Promise<AuditEvent> {
    const what = { action: 'audit.export', target: {}, parameters } as const;
    const { actor, authorization, correlationId, source } = await permitAudit(
      { store: this.#store, authorizer: this.#authorizer },
      caller,
      what,
    );
    const event: AuditEvent = {
      ...what,
      stage: 'authorized',
      actor,
      authorization,
      correlationId,
      source,
    };
    await this.#record(event);
    return event;
  }

  /** The last record says how it ended, also where whoever read it went away. */
  async *#recorded(
    event: AuditEvent,
    text: AsyncGenerator<string>,
  ): AsyncGenerator<string> {
    let bytes = 0;
    let end: Pick<AuditEvent, 'stage' | 'reason'> = {
      stage: 'failed',
      reason: 'Whoever read it broke off',
    };
    try {
      for await (const piece of text) {
        bytes += Buffer.byteLength(piece);
        yield piece;
      }
      end = { stage: 'succeeded' };
    } catch (error) {
      end = { stage: 'failed', reason: stringifyError(error) };
      throw error;
    } finally {
      await this.#record({
        ...event,
        ...end,
        parameters: { ...event.parameters, bytes },
      });
    }
  }

  async #write(
    format: Format,
    criteria: AuditCriteria,
  ): Promise<AsyncGenerator<string>> {
    const { from, to, ...filter } = criteria;
    const newest = await this.#store.checkpoints.newest();
    const size = newest?.size ?? 0n;
    const pages = this.#store.sealedPages;
    const isRun = format === 'ndjson' && Object.keys(filter).length === 0;
    if (!isRun) {
      const found = pages.some(criteria, size);
      if (format !== 'ndjson') return writeRecords(format, found);
      if (newest) {
        return writeSome(
          await this.#source(),
          criteria as Record<string, string>,
          found,
          newest,
        );
      }
    }
    const span = await pages.spanOf({ from, to }, size);
    // It ends with a checkpoint, so that all of it is proven.
    const end = span && (await this.#store.checkpoints.covering(span.to));
    return writeRun(
      await this.#source(),
      span && end
        ? { from: span.from, to: end.size }
        : { from: size, to: size },
    );
  }

  async #source(): Promise<ExportSource> {
    const { sealedPages: pages, checkpoints, tree, sealing } = this.#store;
    return {
      origin: this.#keys.origin,
      keys: [...(await sealing.everyKey()), ...this.#witnessKeys],
      pages,
      checkpoints,
      tree,
    };
  }

  #record(event: AuditEvent): Promise<void> {
    return this.#store.transaction(tx => tx.record(event));
  }
}

async function* writeRecords(
  format: 'csv' | 'ocsf',
  pages: AsyncIterable<SealedRow[]>,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvHeader;
  for await (const page of pages) {
    const records = page.map(toRecord);
    yield format === 'csv'
      ? records.map(toCsv).join('')
      : records.map(one => `${JSON.stringify(toOcsf(one))}\n`).join('');
  }
}
