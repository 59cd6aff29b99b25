import { CheckpointSigner, hashLeaf } from '@sandlot/plugin-environments-node';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { portalActor } from '../../templates/portalActor';
import { Store, Transaction } from '../../database/Store';
import { SealingState, UnsealedRecord } from './SealingTable';
import { requireGround } from './requireGround';
import { signCheckpoint } from './signCheckpoint';
import { tally } from './tally';

/** Records of one pass; it takes some tens of milliseconds. */
const BATCH = 2000;
/**
 * Who signs with other keys than the newest checkpoint goes ahead only when nobody
 * has sealed for so long, in seconds: while backends with the old keys and the new
 * ones run side by side, they would take turns otherwise.
 */
const TAKE_OVER_AFTER = 5;
/** Of the ids of records about keys: of one and the same change there is one. */
const KEYS_NAMESPACE = '6f1c0c0e-5b0e-4b5c-9a65-3c1d1d2a9f57';

/** How a pass ended. */
export interface SealingPass {
  sealed: number;
  /** There is more to do right away. */
  again: boolean;
}

const NOTHING: SealingPass = { sealed: 0, again: false };

/**
 * Gives records their place in the tree and signs for it. Any number of sealers
 * may run: whoever gets the lock seals, in one transaction, and the others have
 * nothing to do.
 */
export class Sealer {
  readonly #store: Store;
  readonly #origin: string;
  readonly #signers: CheckpointSigner[];
  readonly #keys: string[];
  readonly #takeOverAfter: number;
  #announced: string | undefined;
  #looksEverywhere = false;

  constructor(options: {
    store: Store;
    origin: string;
    /** At least one. */
    signers: CheckpointSigner[];
    /** Seconds; five unless told. */
    takeOverAfter?: number;
  }) {
    this.#store = options.store;
    this.#origin = options.origin;
    this.#signers = options.signers;
    this.#keys = options.signers.map(({ verifierKey }) => verifierKey).sort();
    this.#takeOverAfter = options.takeOverAfter ?? TAKE_OVER_AFTER;
  }

  /** Finds out whether a record was left behind, as when transaction ids went back while nobody sealed. */
  async lookBack(): Promise<void> {
    this.#looksEverywhere = await this.#store.sealing.hasSkipped();
  }

  /**
   * @param restSeconds - nothing is done if the newest checkpoint is younger
   * @throws Error in words, and seals nothing, where the log is not what was signed
   */
  async pass(restSeconds = 0): Promise<SealingPass> {
    return this.#store.transaction(async tx => {
      const state = await tx.sealing.lock();
      if (!state) return NOTHING;
      if ((state.checkpointAge ?? Infinity) < restSeconds) return NOTHING;
      if (String(state.keys) !== String(this.#keys)) {
        if (!(await this.#mayTakeOver(tx, state))) return NOTHING;
        if (await this.#announce(tx, state)) return { sealed: 0, again: true };
      }
      return this.#seal(tx, state);
    });
  }

  async #mayTakeOver(tx: Transaction, { keys }: SealingState) {
    if (keys.length === 0) return true;
    const { lagSeconds } = await tx.sealing.unsealed();
    return lagSeconds >= this.#takeOverAfter;
  }

  /** The record of other keys is committed before the first checkpoint that they sign. */
  async #announce(tx: Transaction, { size, keys }: SealingState) {
    const added = this.#keys.filter(key => !keys.includes(key));
    const removed = keys.filter(key => !this.#keys.includes(key));
    const eventId = uuidv5(
      JSON.stringify([String(size), added, removed]),
      KEYS_NAMESPACE,
    );
    if (this.#announced === eventId) return false;
    await tx.record({
      eventId,
      stage: 'observed',
      action: 'audit.rotateKeys',
      correlationId: uuidv7(),
      actor: portalActor,
      target: {},
      parameters: { added, removed },
    });
    this.#announced = eventId;
    return true;
  }

  async #seal(tx: Transaction, state: SealingState): Promise<SealingPass> {
    const everywhere = state.isElsewhere || this.#looksEverywhere;
    const { records, position, isFull } = everywhere
      ? await tx.sealing.nextEverywhere(state, BATCH)
      : await tx.sealing.next(state, BATCH);
    if (!isFull) this.#looksEverywhere = false;
    if (records.length > 0) await this.#write(tx, state, records);
    const hasMoved =
      position.xid !== state.lastXid ||
      position.sequence !== state.lastSequence;
    if (hasMoved) await tx.sealing.moveTo(position);
    return { sealed: records.length, again: isFull };
  }

  async #write(
    tx: Transaction,
    state: SealingState,
    records: UnsealedRecord[],
  ): Promise<void> {
    const frontier = await requireGround(state, this.#origin);
    const leaves = records.map(({ canonical, sequence }, place) => ({
      index: state.size + BigInt(place),
      sequence,
      leaf: hashLeaf(canonical),
    }));
    const nodes = leaves.flatMap(({ leaf }) => frontier.append(leaf));
    await tx.sealing.write({
      leaves,
      nodes,
      ...tally(records),
      checkpoint: await signCheckpoint(
        { origin: this.#origin, size: frontier.size, root: frontier.root() },
        this.#signers,
      ),
      frontier: frontier.hashes,
      keys: this.#keys,
    });
  }
}
