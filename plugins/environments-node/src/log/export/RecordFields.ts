import { literal, matches, NOWHERE, skipString, skipValue } from './jsonBytes';

/** What is read of each record. The last two are of its target. */
export const FIELDS = [
  'action',
  'attempt',
  'correlationId',
  'stage',
  'time',
  'kind',
  'name',
] as const;

export type Field = (typeof FIELDS)[number];

const NAMES = FIELDS.map(literal);
const OF_TARGET = FIELDS.indexOf('kind');
const TARGET = literal('target');
const COMMITMENT = literal('{"commitment":"sha256:');
const DIGEST_LENGTH = 64;
const COMMITMENT_LENGTH = COMMITMENT.length + DIGEST_LENGTH + 2;
const QUOTE = 0x22;
const SLASH = 0x2f;
const COLON = 0x3a;
const TILDE = 0x7e;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENS_OBJECT = 0x7b;
const ENDS_OBJECT = 0x7d;

/** Where in a record the fields stand that are looked at, and what it commits to. There is one for all records. */
export class RecordFields {
  bytes: Buffer = Buffer.alloc(0);
  /** By place in `FIELDS`, as JSON, [from, to); empty where it is absent. */
  readonly from = new Int32Array(FIELDS.length);
  readonly to = new Int32Array(FIELDS.length);
  /** Of each commitment: key of the object around it or an empty one, its own key, digest. */
  readonly #commitments: number[] = [];
  #committed = 0;

  static create(): RecordFields {
    return new RecordFields();
  }

  private constructor() {}

  /** Looks once over the record at [start, end). */
  read(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    for (let field = 0; field < FIELDS.length; field++) {
      this.from[field] = this.to[field] = start;
    }
    this.#committed = 0;
    this.#readMembers(start, end, 0, 0);
  }

  /** How many there are, but for those deeper in the record than in an object of it. */
  get commitments(): number {
    return this.#committed / 5;
  }

  /** Whether the field has this value, given as JSON. */
  is(field: number, value: Uint8Array): boolean {
    const from = this.from[field];
    return (
      this.to[field] - from === value.length && matches(this.bytes, from, value)
    );
  }

  /**
   * @param pointer - [from, to) of JSON Pointer in the same bytes
   * @returns where the digest begins that is committed to there, in 64 hexadecimal digits;
   *   NOWHERE also if it is deeper in the record than in an object of it, or the pointer has escapes
   */
  digestAt(from: number, to: number): number {
    const { bytes } = this;
    const all = this.#commitments;
    for (let at = 0; at < this.#committed; at += 5) {
      const parentLength = all[at + 1] - all[at];
      const keyLength = all[at + 3] - all[at + 2];
      const depth = all[at + 1] > 0 ? 2 : 1;
      if (to - from !== parentLength + keyLength + depth) continue;
      const key = to - keyLength;
      if (
        bytes[from] === SLASH &&
        bytes[key - 1] === SLASH &&
        isSame(bytes, from + 1, all[at], parentLength) &&
        isSame(bytes, key, all[at + 2], keyLength)
      ) {
        return all[at + 4];
      }
    }
    return NOWHERE;
  }

  /** @returns the place behind the object */
  #readMembers(
    start: number,
    end: number,
    parentFrom: number,
    parentTo: number,
  ): number {
    const { bytes } = this;
    const isOuter = parentTo === 0;
    let at = start + 1;
    if (bytes[at] === ENDS_OBJECT) return at + 1;
    for (;;) {
      if (bytes[at] !== QUOTE) return NOWHERE;
      const value = skipString(bytes, at, end) + 1;
      if (value === NOWHERE + 1 || bytes[value - 1] !== COLON) return NOWHERE;
      const key = at + 1;
      const keyEnd = value - 2;
      const next =
        isOuter && bytes[value] === OPENS_OBJECT
          ? this.#readMembers(value, end, key, keyEnd)
          : skipValue(bytes, value, end);
      if (next === NOWHERE) return NOWHERE;
      if (
        next - value === COMMITMENT_LENGTH &&
        matches(bytes, value, COMMITMENT)
      ) {
        this.#commit(parentFrom, parentTo, key, keyEnd, value);
      }
      if (isOuter) this.#note(0, OF_TARGET, key, keyEnd, value, next);
      else if (
        parentTo - parentFrom === TARGET.length &&
        matches(bytes, parentFrom, TARGET)
      ) {
        this.#note(OF_TARGET, NAMES.length, key, keyEnd, value, next);
      }
      if (bytes[next] === ENDS_OBJECT) return next + 1;
      if (bytes[next] !== COMMA) return NOWHERE;
      at = next + 1;
    }
  }

  #commit(
    parentFrom: number,
    parentTo: number,
    key: number,
    keyEnd: number,
    value: number,
  ): void {
    // Written over: to empty an array is to make a new one.
    const all = this.#commitments;
    all[this.#committed++] = parentFrom;
    all[this.#committed++] = parentTo;
    all[this.#committed++] = key;
    all[this.#committed++] = keyEnd;
    all[this.#committed++] = value + COMMITMENT.length;
  }

  #note(
    first: number,
    last: number,
    key: number,
    keyEnd: number,
    value: number,
    next: number,
  ): void {
    for (let field = first; field < last; field++) {
      const name = NAMES[field];
      if (name.length === keyEnd - key && matches(this.bytes, key, name)) {
        this.from[field] = value;
        this.to[field] = next;
        return;
      }
    }
  }
}

/** Not if the bytes would have to be escaped in a pointer. */
function isSame(
  bytes: Uint8Array,
  one: number,
  other: number,
  length: number,
): boolean {
  for (let at = 0; at < length; at++) {
    const byte = bytes[one + at];
    if (byte !== bytes[other + at]) return false;
    if (byte === SLASH || byte === TILDE || byte === BACKSLASH) return false;
  }
  return true;
}
