import { HashLevel, HashReader } from '@sandlot/plugin-environments-node';

/** Enough for the way from a leaf to the root, several times over. */
const MOST_TILES = 64;

/**
 * Remembers the tiles that were read last: proofs of records that stand near
 * each other need the same ones. For a tree of one size only, since the last
 * tiles of another are longer.
 */
export class MemoReader implements HashReader {
  readonly #inner: HashReader;
  readonly #tiles = new Map<string, Promise<Buffer[]>>();

  constructor(inner: HashReader) {
    this.#inner = inner;
  }

  read(level: HashLevel, from: bigint, to: bigint): Promise<Buffer[]> {
    const key = `${level}/${from}/${to}`;
    const hashes = this.#tiles.get(key) ?? this.#inner.read(level, from, to);
    this.#tiles.delete(key);
    this.#tiles.set(key, hashes);
    if (this.#tiles.size > MOST_TILES) {
      this.#tiles.delete(this.#tiles.keys().next().value!);
    }
    return hashes;
  }
}
