import {
  AuditArchive,
  AuditCheck,
  AuditCoverage,
  AuditLog,
  AuditSink,
} from '@sandlot/plugin-environments-common';
import { Store } from '../database/Store';
import { LogMeasure } from '../metrics/measureLog';
import { LogKeys } from './sealing/readLogKeys';
import { LAGGING_AFTER_SECONDS, SealingLoop } from './sealing/SealingLoop';
import { toCheckpoint } from './sealing/toCheckpoint';
import { WitnessDriver } from './witnesses/WitnessDriver';

/** What the other parts of the log say about themselves. */
export interface LogParts {
  check: { status(): Promise<AuditCheck>; faultCount(): Promise<number> };
  sinks(): Promise<AuditSink[]>;
  coverage(): Promise<AuditCoverage[]>;
  archives(): Promise<AuditArchive[]>;
}

/** How the log stands as a whole. */
export class LogStatus {
  readonly #store: Store;
  readonly #keys: LogKeys;
  readonly #sealing: SealingLoop;
  readonly #witnesses: WitnessDriver[];
  readonly #parts: LogParts;

  constructor(options: {
    store: Store;
    keys: LogKeys;
    sealing: SealingLoop;
    witnesses: WitnessDriver[];
    parts: LogParts;
  }) {
    this.#store = options.store;
    this.#keys = options.keys;
    this.#sealing = options.sealing;
    this.#witnesses = options.witnesses;
    this.#parts = options.parts;
  }

  /** For metrics. */
  async measure(): Promise<LogMeasure> {
    const { records, lagSeconds } = await this.#store.sealing.unsealed();
    const witnesses = await Promise.all(
      this.#witnesses.map(async witness => ({
        name: witness.name,
        behindSeconds: await witness.behindSeconds(),
      })),
    );
    const faults = await this.#parts.check.faultCount();
    return { unsealed: records, lagSeconds, witnesses, faults };
  }

  async get(): Promise<AuditLog> {
    const { sealing, checkpoints } = this.#store;
    const [state, unsealed, newest] = [
      await sealing.state(),
      await sealing.unsealed(),
      await checkpoints.newest(),
    ];
    return {
      origin: this.#keys.origin,
      // Those that signed, as long as there is something signed.
      keys:
        state.keys.length > 0
          ? state.keys
          : this.#keys.signers.map(({ verifierKey }) => verifierKey),
      // Each seal ends with a checkpoint; the state was read before it, and may be older.
      size: String(newest?.size ?? 0n),
      checkpoint: newest && toCheckpoint(newest),
      unsealed: unsealed.records,
      lagSeconds: unsealed.lagSeconds,
      isLagging: unsealed.lagSeconds > LAGGING_AFTER_SECONDS,
      problem: this.#sealing.problem,
      witnesses: await Promise.all(
        this.#witnesses.map(witness => witness.status()),
      ),
      sinks: await this.#parts.sinks(),
      coverage: await this.#parts.coverage(),
      archives: await this.#parts.archives(),
      check: await this.#parts.check.status(),
    };
  }
}
