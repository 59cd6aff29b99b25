import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  AuditWitness,
  parseCheckpoint,
  parseNote,
} from '@sandlot/plugin-environments-common';
import { consistencyProof } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { backoffSeconds } from '../../domain/backoff';
import { CheckpointsTable } from '../sealing/CheckpointsTable';
import { TreeTable } from '../sealing/TreeTable';
import { Witness } from './Witness';

/** A witness lacks the newest checkpoint for longer than it should, in seconds. */
const BEHIND_AFTER_SECONDS = 60;

/**
 * Gives one witness the newest checkpoint again and again. One backend does so at
 * a time; sealing never waits for it.
 */
export class WitnessDriver {
  readonly #knex: Knex;
  readonly #witness: Witness;
  readonly #logger: LoggerService;
  #running: Promise<void> | undefined;
  #problem: string | undefined;
  #hasAsked = false;
  #failures = 0;
  #notBefore = 0;

  constructor(options: {
    knex: Knex;
    witness: Witness;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#witness = options.witness;
    this.#logger = options.logger;
  }

  /** Of its cosignatures, where it signs. */
  get verifierKey(): string | undefined {
    return this.#witness.verifierKey;
  }

  run(): Promise<void> {
    this.#running ??= this.#give().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  get name(): string {
    return this.#witness.name;
  }

  /** How long there has been a checkpoint that it does not have; 0 if it has all. */
  async behindSeconds(): Promise<number> {
    const table = new CheckpointsTable(this.#knex);
    const standing = await table.standing(this.name);
    const since = await table.signedAfter(standing?.size ?? 0n);
    return since ? Math.max(0, (Date.now() - since.getTime()) / 1000) : 0;
  }

  async status(): Promise<AuditWitness> {
    const { name, kind } = this.#witness;
    const standing = await new CheckpointsTable(this.#knex).standing(name);
    return {
      name,
      kind,
      size: standing && String(standing.size),
      witnessedAt: standing?.witnessedAt.toISOString(),
      isBehind: (await this.behindSeconds()) > BEHIND_AFTER_SECONDS,
      problem: this.#problem,
    };
  }

  async #give(): Promise<void> {
    if (Date.now() < this.#notBefore) return;
    try {
      const isUpToDate = await this.#knex.transaction(trx =>
        this.#giveNewest(trx),
      );
      this.#failures = 0;
      if (isUpToDate) this.#told(undefined);
    } catch (error) {
      this.#failures += 1;
      this.#notBefore = Date.now() + backoffSeconds(this.#failures) * 1000;
      this.#told(toError(error).message);
    }
  }

  // The transaction holds the lock, and writes only at its end: while the witness
  // is waited for, it has no id that would hold sealing up.
  async #giveNewest(trx: Knex.Transaction): Promise<boolean> {
    const { name } = this.#witness;
    const table = new CheckpointsTable(trx);
    if (!(await table.hold(name))) return false;
    const newest = await table.newest();
    if (!newest) return true;
    const standing = await table.standing(name);
    const lastSize = standing?.size ?? 0n;
    // Once also what it has: the database may be one of before.
    if (lastSize >= newest.size && this.#hasAsked) return true;
    const { note, size } = newest;
    const tree = new TreeTable(trx);
    const { line } = await this.#witness.take({
      checkpoint: { ...parseCheckpoint(parseNote(note).text), note },
      lastSize,
      prove: from => consistencyProof(from, size, tree),
    });
    await table.insertCosignature({ size, witness: name, line });
    this.#hasAsked = true;
    return true;
  }

  /** Once when it begins and once when it is over. */
  #told(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    const { name } = this.#witness;
    if (problem) {
      this.#logger.error(
        `The witness ${name} does not take the newest checkpoint: ${problem}`,
      );
    } else {
      this.#logger.info(`The witness ${name} takes checkpoints again`);
    }
  }
}
