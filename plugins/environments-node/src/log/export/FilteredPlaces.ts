import { Checkpoint, siblingSides } from '@sandlot/plugin-environments-common';
import { hashChildren } from '../treeHashes';
import { KeptCheckpoints } from './KeptCheckpoints';
import { Places } from './Places';
import { Problems } from './Problems';

/** Some records of many: each has to prove that it stands in the one checkpoint. */
export class FilteredPlaces implements Places {
  readonly #kept: KeptCheckpoints;
  readonly #problems: Problems;
  #next = 0;
  #checkpoint: Checkpoint | undefined;

  private constructor(kept: KeptCheckpoints, problems: Problems) {
    this.#kept = kept;
    this.#problems = problems;
  }

  /** @param kept - checkpoints that the tree must have had */
  static create(kept: KeptCheckpoints, problems: Problems): FilteredPlaces {
    return new FilteredPlaces(kept, problems);
  }

  get first(): bigint {
    return 0n;
  }

  get next(): bigint {
    return BigInt(this.#next);
  }

  record(index: number, leaf: Buffer, proof: () => string[]): void {
    if (index < this.#next) {
      this.#problems.add({
        code: 'gap',
        index: BigInt(index),
        message: `Record ${index} stands behind record ${
          this.#next - 1
        }: it is there twice or out of order.`,
      });
      return;
    }
    this.#next = index + 1;
    if (!this.#stands(BigInt(index), leaf, proof())) {
      this.#problems.add({
        code: 'tree',
        index: BigInt(index),
        message: `Record ${index} does not stand in the tree that was signed: it, its hash or its proof was changed.`,
      });
    }
  }

  checkpoint(checkpoint: Checkpoint): boolean {
    if (this.#checkpoint || this.#next > 0) {
      this.#problems.add({
        code: 'malformed',
        message:
          'An export with a filter has one checkpoint, before its records.',
      });
      return false;
    }
    this.#checkpoint = checkpoint;
    const { size, root } = checkpoint;
    this.#kept.compare(Number(size), () => root, this.#problems);
    return true;
  }

  end(): void {}

  get covered(): bigint {
    return this.#checkpoint?.size ?? 0n;
  }

  get lastCheckpoint(): Checkpoint | undefined {
    return this.#checkpoint;
  }

  get warnings(): string[] {
    if (this.#next === 0) return [];
    return [
      'The export holds what a filter asked for: each record is proven, but not that none is missing, nor that each attempt has its end.',
    ];
  }

  #stands(index: bigint, leaf: Buffer, proof: string[]): boolean {
    if (!this.#checkpoint) return false;
    const { size, root } = this.#checkpoint;
    if (index >= size) return false;
    const sides = siblingSides(index, size);
    if (sides.length !== proof.length) return false;
    const made = sides.reduce((hash, side, at) => {
      const sibling = Buffer.from(proof[at], 'base64');
      if (sibling.length !== 32) return Buffer.alloc(32);
      return side === 'left'
        ? hashChildren(sibling, hash)
        : hashChildren(hash, sibling);
    }, leaf);
    return made.equals(root);
  }
}
