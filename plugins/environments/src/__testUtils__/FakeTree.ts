import { JsonValue } from '@backstage/types';

/** The tree of RFC 6962 as its text defines it, for few leaves. */
export class FakeTree {
  readonly leaves: Uint8Array[];

  private constructor(leaves: Uint8Array[]) {
    this.leaves = leaves;
  }

  static create(leaves: string[]) {
    return new FakeTree(leaves.map(leaf => new TextEncoder().encode(leaf)));
  }

  async root(from = 0, to = this.leaves.length): Promise<Uint8Array> {
    if (to - from === 1) {
      return sha256(join(Uint8Array.of(0), this.leaves[from]));
    }
    if (to === from) {
      return sha256('');
    }
    const middle = from + largestPower(to - from);
    return sha256(
      join(
        Uint8Array.of(1),
        await this.root(from, middle),
        await this.root(middle, to),
      ),
    );
  }

  /** @returns the inclusion proof, from the leaf's sibling up */
  async prove(
    index: number,
    from = 0,
    to = this.leaves.length,
  ): Promise<Uint8Array[]> {
    if (to - from <= 1) {
      return [];
    }
    const middle = from + largestPower(to - from);
    return index < middle
      ? [
          ...(await this.prove(index, from, middle)),
          await this.root(middle, to),
        ]
      : [
          ...(await this.prove(index, middle, to)),
          await this.root(from, middle),
        ];
  }
}

export async function sha256(content: Uint8Array | string) {
  const bytes =
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** RFC 8785, as far as the records here go. */
export function canonicalJson(value: JsonValue | undefined): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.keys(value)
      .filter(key => value[key] !== undefined)
      .sort()
      .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

export function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => [...part]));
}

/** The largest power of two below. */
function largestPower(below: number): number {
  let power = 1;
  while (power * 2 < below) {
    power *= 2;
  }
  return power;
}
