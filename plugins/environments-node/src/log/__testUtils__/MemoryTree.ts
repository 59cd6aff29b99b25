import { Frontier } from '../Frontier';
import { HashLevel, HashReader } from '../HashReader';

/** Keeps what a database keeps of a tree: leaves and what `append` completed. */
export class MemoryTree implements HashReader {
  readonly #frontier = Frontier.create();
  readonly #levels = new Map<number, Buffer[]>();

  static of(leaves: Buffer[]): MemoryTree {
    const tree = new MemoryTree();
    for (const leaf of leaves) tree.append(leaf);
    return tree;
  }

  append(leaf: Buffer): void {
    this.#keep(0, leaf, this.#frontier.size);
    for (const { level, index, hash } of this.#frontier.append(leaf)) {
      this.#keep(level, hash, index);
    }
  }

  get frontier(): Frontier {
    return this.#frontier;
  }

  async read(level: HashLevel, from: bigint, to: bigint): Promise<Buffer[]> {
    const hashes = this.#levels.get(level) ?? [];
    return hashes.slice(Number(from), Number(to));
  }

  #keep(level: number, hash: Buffer, index: bigint): void {
    const hashes = this.#levels.get(level) ?? [];
    if (BigInt(hashes.length) !== index) {
      throw new Error(`Level ${level} has no ${index}`);
    }
    hashes.push(hash);
    this.#levels.set(level, hashes);
  }
}
