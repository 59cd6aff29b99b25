import { Checkpoint } from '@sandlot/plugin-environments-common';

/** Whether records stand where they say they do. What is wrong becomes a problem. */
export interface Places {
  /**
   * @param leaf - 32 bytes, as it was sealed; not to be kept
   * @param proof - hashes in base64; only read with a filter
   */
  record(index: number, leaf: Buffer, proof: () => string[]): void;
  /** @returns whether it agrees with the records */
  checkpoint(checkpoint: Checkpoint): boolean;
  /** @param to - index after that of the last record, as the export says it */
  end(to: bigint): void;
  /** Index of the first record that there may be. */
  readonly first: bigint;
  /** Index after that of the last record. */
  readonly next: bigint;
  /** Size of the last checkpoint that held. */
  readonly covered: bigint;
  readonly lastCheckpoint: Checkpoint | undefined;
  /** What was not proven, for people. */
  readonly warnings: string[];
}
