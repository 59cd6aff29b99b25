import { createHash } from 'node:crypto';

export function leafOf(data: Buffer): Buffer {
  return sha256(Buffer.of(0), data);
}

/** RFC 6962 section 2.1 as it stands there; nothing of it is shared with what it checks. */
export class Oracle {
  readonly #leaves: Buffer[];
  // So that it takes seconds; what is known is never changed.
  readonly #known = new Map<string, Buffer>();

  constructor(leaves: Buffer[]) {
    this.#leaves = leaves;
  }

  /** MTH(D[from:to]). */
  root(from: number, to: number): Buffer {
    if (from === to) return sha256();
    if (to - from === 1) return this.#leaves[from];
    const key = `${from}:${to}`;
    const known = this.#known.get(key);
    if (known) return known;
    const k = splitOf(to - from);
    const root = sha256(
      Buffer.of(1),
      this.root(from, from + k),
      this.root(from + k, to),
    );
    this.#known.set(key, root);
    return root;
  }

  /** PATH(m, D[from:to]), `m` counted from `from`. */
  path(m: number, from: number, to: number): Buffer[] {
    if (to - from === 1) return [];
    const k = splitOf(to - from);
    return m < k
      ? [...this.path(m, from, from + k), this.root(from + k, to)]
      : [...this.path(m - k, from + k, to), this.root(from, from + k)];
  }

  /** PROOF(m, D[n]). */
  consistency(m: number, n: number): Buffer[] {
    return m === 0 || m === n ? [] : this.#subproof(m, 0, n, true);
  }

  #subproof(m: number, from: number, to: number, isWhole: boolean): Buffer[] {
    if (m === to - from) return isWhole ? [] : [this.root(from, to)];
    const k = splitOf(to - from);
    return m <= k
      ? [...this.#subproof(m, from, from + k, isWhole), this.root(from + k, to)]
      : [
          ...this.#subproof(m - k, from + k, to, false),
          this.root(from, from + k),
        ];
  }
}

function splitOf(count: number): number {
  let k = 1;
  while (k * 2 < count) k *= 2;
  return k;
}

function sha256(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}
