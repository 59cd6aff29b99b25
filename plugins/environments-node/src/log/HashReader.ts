/**
 * Where hashes of the tree are kept.
 *
 * @public
 */
export interface HashReader {
  /**
   * Level 0 are the leaves, level 8 the roots of complete subtrees of 256
   * leaves, and so on. Asked for is only what a tree of the size in question
   * has whole, at most 256 at once.
   *
   * @returns those at [from, to), all of them
   */
  read(level: HashLevel, from: bigint, to: bigint): Promise<Buffer[]>;
}

/** @public */
export type HashLevel = 0 | 8 | 16 | 24 | 32;
