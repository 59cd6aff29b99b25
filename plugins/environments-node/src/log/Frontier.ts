import { InputError } from '@backstage/errors';
import { emptyRoot, hashChildren, hashInto } from './treeHashes';

/**
 * Root of a complete subtree of `2 ** level` leaves, the `index`th of its level.
 *
 * @public
 */
export interface CompletedNode {
  level: number;
  index: bigint;
  hash: Buffer;
}

/** Levels of which roots of complete subtrees are kept: of 256, 65,536 ... leaves. */
const KEPT_EVERY = 8;

const NONE_COMPLETED: CompletedNode[] = [];
/** A size has 53 bits at most, and a leaf is above them for a moment. */
const MOST_HASHES = 54;
const INNER_NODE = 1;

/**
 * All that it takes to make a tree grow: the complete subtrees of which it is
 * made, a hash each.
 *
 * @public
 */
export class Frontier {
  #size: number;
  /** Hashes one behind the other, largest subtree first, behind one byte. */
  readonly #stack = Buffer.alloc(1 + MOST_HASHES * 32);
  #depth = 0;
  /** Two neighbours with the byte before them, as they are hashed: no copy is made. */
  readonly #pairs = Array.from({ length: MOST_HASHES - 1 }, (_, at) =>
    this.#stack.subarray(at * 32, at * 32 + 65),
  );

  private constructor(size: number, hashes: Buffer[]) {
    this.#size = size;
    for (const hash of hashes) this.#push(hash);
  }

  /**
   * @param hashes - of the complete subtrees, largest first: one for each
   *   binary 1 in the size
   * @throws InputError if that is not how many there are
   */
  static create(size: bigint = 0n, hashes: Buffer[] = []): Frontier {
    if (size < 0n || size > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new InputError(`A tree cannot have the size ${size}`);
    }
    const wanted = size.toString(2).replaceAll('0', '').length;
    if (
      hashes.length !== wanted ||
      hashes.some(({ length }) => length !== 32)
    ) {
      throw new InputError(
        `A tree of size ${size} is made of ${wanted} hashes of 32 bytes, not of ${hashes.length}`,
      );
    }
    return new Frontier(Number(size), hashes);
  }

  get size(): bigint {
    return BigInt(this.#size);
  }

  /** Largest first. */
  get hashes(): Buffer[] {
    return Array.from({ length: this.#depth }, (_, at) => this.#hashAt(at));
  }

  /**
   * @param leaf - hash of the leaf, see `hashLeaf`
   * @returns what it completed of levels 8, 16, 24 ...
   */
  append(leaf: Buffer): CompletedNode[] {
    let completed = NONE_COMPLETED;
    const index = this.#size;
    this.#push(leaf);
    let level = 0;
    // Divided and not shifted: sizes may have more than 32 bits.
    for (let rest = index; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      this.#merge();
      level += 1;
      if (level % KEPT_EVERY === 0) {
        const hash = this.#hashAt(this.#depth - 1);
        completed = [
          ...completed,
          { level, index: BigInt(index) >> BigInt(level), hash },
        ];
      }
    }
    this.#size = index + 1;
    return completed;
  }

  /** Root of the tree as it is now, 32 bytes. */
  root(): Buffer {
    if (this.#depth === 0) return emptyRoot;
    return this.hashes.reduceRight((right, left) => hashChildren(left, right));
  }

  #push(hash: Uint8Array): void {
    const start = 1 + this.#depth * 32;
    for (let byte = 0; byte < 32; byte++)
      this.#stack[start + byte] = hash[byte];
    this.#depth += 1;
  }

  /** The last two become their parent. */
  #merge(): void {
    const left = this.#depth - 2;
    const before = left * 32;
    const kept = this.#stack[before];
    this.#stack[before] = INNER_NODE;
    hashInto(this.#stack, before + 1, this.#pairs[left]);
    this.#stack[before] = kept;
    this.#depth -= 1;
  }

  #hashAt(at: number): Buffer {
    return Buffer.from(this.#stack.subarray(1 + at * 32, 33 + at * 32));
  }
}
