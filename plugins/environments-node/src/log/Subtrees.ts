import { HashLevel, HashReader } from './HashReader';
import { hashChildren } from './treeHashes';

const LEVELS: HashLevel[] = [32, 24, 16, 8, 0];
const TILE = 256n;

/** Hashes of ranges of leaves, from what a reader keeps; reads nothing twice. */
export class Subtrees {
  readonly #size: bigint;
  readonly #reader: HashReader;
  readonly #tiles = new Map<string, Promise<Buffer[]>>();

  private constructor(size: bigint, reader: HashReader) {
    this.#size = size;
    this.#reader = reader;
  }

  static create(size: bigint, reader: HashReader): Subtrees {
    return new Subtrees(size, reader);
  }

  /** Root of the leaves [from, to); `from` is a multiple of a power of two that is no less than their number. */
  async hashOf(from: bigint, to: bigint): Promise<Buffer> {
    const hashes = await this.completeIn(from, to);
    return hashes.reduceRight((right, left) => hashChildren(left, right));
  }

  /** Roots of the complete subtrees of which [from, to) is made, largest first. */
  async completeIn(from: bigint, to: bigint): Promise<Buffer[]> {
    const hashes: Buffer[] = [];
    let at = from;
    while (at < to) {
      const level = largestPowerIn(to - at);
      hashes.push(await this.#complete(level, at >> BigInt(level)));
      at += 1n << BigInt(level);
    }
    return hashes;
  }

  async #complete(level: number, index: bigint): Promise<Buffer> {
    const kept = LEVELS.find(one => one <= level)!;
    const width = 1n << BigInt(level - kept);
    let hashes = await this.#read(kept, index * width, (index + 1n) * width);
    while (hashes.length > 1) {
      const halves = hashes;
      hashes = [];
      for (let at = 0; at < halves.length; at += 2) {
        hashes.push(hashChildren(halves[at], halves[at + 1]));
      }
    }
    return hashes[0];
  }

  /** From the tile of 256 around, as the next that is asked for is in it too. */
  async #read(level: HashLevel, from: bigint, to: bigint): Promise<Buffer[]> {
    const hashes: Buffer[] = [];
    for (let tile = from / TILE; tile * TILE < to; tile++) {
      const start = tile * TILE;
      const all = await this.#tile(level, start);
      hashes.push(
        ...all.slice(
          Number(from > start ? from - start : 0n),
          Number(to - start < TILE ? to - start : TILE),
        ),
      );
    }
    return hashes;
  }

  #tile(level: HashLevel, start: bigint): Promise<Buffer[]> {
    const key = `${level}/${start}`;
    const known = this.#tiles.get(key);
    if (known) return known;
    const whole = this.#size >> BigInt(level);
    const end = start + TILE < whole ? start + TILE : whole;
    const reading = this.#reader
      .read(level, start, end)
      .then(hashes => checkCount(hashes, { level, start, end }));
    this.#tiles.set(key, reading);
    return reading;
  }
}

/** A reader that lacks some must not make a proof that is wrong. */
function checkCount(
  hashes: Buffer[],
  asked: { level: number; start: bigint; end: bigint },
): Buffer[] {
  const { level, start, end } = asked;
  if (BigInt(hashes.length) !== end - start) {
    throw new Error(
      `The tree lacks hashes: of level ${level} there are ${hashes.length} in [${start}, ${end})`,
    );
  }
  return hashes;
}

/** Exponent of the largest power of two that is no more than the number. */
export function largestPowerIn(value: bigint): number {
  return value.toString(2).length - 1;
}
