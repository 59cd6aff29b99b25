import { Checkpoint } from '@sandlot/plugin-environments-common';

/** A checkpoint as it is given to a witness. */
export interface GivenCheckpoint extends Checkpoint {
  /** Signed by the log. */
  note: string;
}

/** What a witness needs to see that a tree only grew. */
export interface Given {
  checkpoint: GivenCheckpoint;
  /** Size of the last checkpoint that it took, as far as the database knows; 0 without one. */
  lastSize: bigint;
  /** @returns hashes by which a smaller tree is shown to be the beginning of this one */
  prove(fromSize: bigint): Promise<Uint8Array[]>;
}

/** Keeps checkpoints where who owns the database can't change them. */
export interface Witness {
  readonly name: string;
  /** Of its cosignatures, where it signs. */
  readonly verifierKey?: string;
  readonly kind: 'file' | 'objectStore' | 'http';
  /**
   * Gives it a checkpoint; one that it has already is as good.
   *
   * @returns its signature line, if it signs
   * @throws WitnessRefusal if what it has is not the beginning of this tree
   * @throws Error if it could not be reached, or did not answer as it should
   */
  take(given: Given): Promise<{ line?: string }>;
}

/** The log is not the one that the witness knows: it went back, or was changed. */
export class WitnessRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WitnessRefusal';
  }
}
