import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { AuditSink } from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { Store, Transaction } from '../../database/Store';
import { backoffSeconds } from '../../domain/backoff';
import { toRecord } from '../record/recordRow';
import { Sink } from './Sink';
import { SinkRow } from './SinksTable';

const PAGE = 100n;

/**
 * Gives one sink the sealed records in their order, from where it stopped, again
 * and again. One backend does so at a time. What it does not take is tried
 * again; after so many times in a row it is parked, and nothing is left out.
 */
export class SinkDriver {
  readonly sink: Sink;
  readonly #store: Store;
  readonly #logger: LoggerService;
  readonly #parkAfter: number;
  readonly #onParked: (sink: Sink, problem: string) => Promise<void>;
  #running: Promise<void> | undefined;

  constructor(options: {
    sink: Sink;
    store: Store;
    logger: LoggerService;
    /** Tries in a row. */
    parkAfter: number;
    /** Told once, after it is committed. */
    onParked: (sink: Sink, problem: string) => Promise<void>;
  }) {
    this.sink = options.sink;
    this.#store = options.store;
    this.#logger = options.logger;
    this.#parkAfter = options.parkAfter;
    this.#onParked = options.onParked;
  }

  /** Until it has all, or does not take more for now. */
  run(): Promise<void> {
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async status(): Promise<AuditSink> {
    const { id, kind, format } = this.sink;
    const row = await this.#store.sinks.get(id);
    const { size } = await this.#store.sealing.state();
    const nextIndex = row?.nextIndex ?? 0n;
    return {
      id,
      kind,
      format,
      nextIndex: String(nextIndex),
      behind: Number(size - nextIndex),
      state: stateOf(row),
      problem: row?.problem,
      parkedAt: row?.parkedAt?.toISOString(),
    };
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const sent = await this.#store.transaction(tx => this.#sendPage(tx));
      if (sent.parked) {
        this.#logger.error(
          `The sink ${this.sink.id} is parked until somebody resumes it: ${sent.parked}`,
        );
        await this.#onParked(this.sink, sent.parked);
      }
      if (!sent.mayHaveMore) return;
    }
  }

  async #sendPage(
    tx: Transaction,
  ): Promise<{ mayHaveMore: boolean; parked?: string }> {
    const { id } = this.sink;
    if (!(await tx.sinks.hold(id))) return { mayHaveMore: false };
    const row = await tx.sinks.get(id);
    if (row?.parkedAt || row?.isDue === false) return { mayHaveMore: false };
    const from = row?.nextIndex ?? 0n;
    const newest = await this.#store.checkpoints.newest();
    const size = newest?.size ?? 0n;
    const to = from + PAGE < size ? from + PAGE : size;
    if (from >= to) return { mayHaveMore: false };
    const rows = await this.#store.sealedPages.page({ from, to });
    try {
      await this.sink.send(
        rows.map(one => ({
          record: toRecord(one),
          canonical: one.canonical.toString('utf8'),
        })),
      );
    } catch (error) {
      return this.#failed(tx, (row?.failures ?? 0) + 1, toError(error).message);
    }
    await tx.sinks.took(id, to);
    return { mayHaveMore: to < size };
  }

  async #failed(
    tx: Transaction,
    failures: number,
    problem: string,
  ): Promise<{ mayHaveMore: false; parked?: string }> {
    const { id } = this.sink;
    const isParked = failures >= this.#parkAfter;
    await tx.sinks.failed(id, {
      failures,
      problem,
      retryAfterSeconds: backoffSeconds(failures),
      isParked,
    });
    if (!isParked) return { mayHaveMore: false };
    await tx.record({
      stage: 'observed',
      action: 'audit.parkSink',
      correlationId: uuidv7(),
      actor: {
        ref: 'plugin:environments',
        kind: 'system',
        groups: [],
        authMethod: 'sweep',
      },
      target: {},
      parameters: { sink: id, failures },
      reason: problem,
    });
    return { mayHaveMore: false, parked: problem };
  }
}

function stateOf(row: SinkRow | undefined): AuditSink['state'] {
  if (row?.parkedAt) return 'parked';
  return row && row.failures > 0 ? 'retrying' : 'running';
}
