import { literal, matches, NOWHERE, skipValue } from './jsonBytes';

const PREFIX = literal('{"type":"record","index":"');
const LEAF = literal('","leaf":"');
const DISCLOSURES = literal('","disclosures":[');
const PROOF = literal(',"proof":');
const RECORD = literal(',"record":');
const MOST_DIGITS = 16;
const LEAF_LENGTH = 44;
const ZERO = 0x30;
const COMMA = 0x2c;
const OPENS_ARRAY = 0x5b;
const ENDS_ARRAY = 0x5d;
const ENDS_OBJECT = 0x7d;

/**
 * The line of a record, as `formatExportLine` writes it and in no other way:
 * where in it stands what. There is one for all lines.
 */
export class RecordLine {
  bytes: Buffer = Buffer.alloc(0);
  index = 0;
  /** Where 44 bytes begin, the leaf hash in base64. */
  leaf = 0;
  /** The record itself, [from, to). */
  from = 0;
  to = 0;
  /** Of each disclosure where it begins and ends; only so many of them are of this line. */
  readonly disclosures: number[] = [];
  disclosed = 0;
  /** The array of the proof, [from, to); empty if there is none. */
  proofFrom = 0;
  proofTo = 0;

  static create(): RecordLine {
    return new RecordLine();
  }

  private constructor() {}

  /**
   * @param start - of the line
   * @param end - where its newline is
   * @returns whether it is the line of a record
   */
  read(bytes: Buffer, start: number, end: number): boolean {
    if (!matches(bytes, start, PREFIX)) return false;
    this.bytes = bytes;
    let at = this.#readIndex(start + PREFIX.length);
    if (!matches(bytes, at, LEAF)) return false;
    this.leaf = at + LEAF.length;
    at = this.leaf + LEAF_LENGTH;
    if (!matches(bytes, at, DISCLOSURES)) return false;
    at = this.#readDisclosures(at + DISCLOSURES.length, end);
    if (at === NOWHERE) return false;
    this.proofFrom = this.proofTo = at;
    if (matches(bytes, at, PROOF)) {
      this.proofFrom = at + PROOF.length;
      this.proofTo = skipValue(bytes, this.proofFrom, end);
      if (this.proofTo === NOWHERE) return false;
      at = this.proofTo;
    }
    if (!matches(bytes, at, RECORD)) return false;
    this.from = at + RECORD.length;
    this.to = end - 1;
    return this.from < this.to && bytes[this.to] === ENDS_OBJECT;
  }

  /** @returns the place behind the digits, or one where nothing else matches */
  #readIndex(start: number): number {
    let at = start;
    let index = 0;
    for (; at - start < MOST_DIGITS; at++) {
      const digit = this.bytes[at] - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      index = index * 10 + digit;
    }
    this.index = index;
    const isPadded = this.bytes[start] === ZERO && at - start > 1;
    return at === start || isPadded ? start - 1 : at;
  }

  #readDisclosures(start: number, end: number): number {
    const { bytes, disclosures } = this;
    this.disclosed = 0;
    if (bytes[start] === ENDS_ARRAY) return start + 1;
    for (let at = start; ; at += 1) {
      if (bytes[at] !== OPENS_ARRAY) return NOWHERE;
      const next = skipValue(bytes, at, end);
      if (next === NOWHERE) return NOWHERE;
      // Written over: to empty an array is to make a new one.
      disclosures[2 * this.disclosed] = at;
      disclosures[2 * this.disclosed + 1] = next;
      this.disclosed += 1;
      at = next;
      if (bytes[at] === ENDS_ARRAY) return at + 1;
      if (bytes[at] !== COMMA) return NOWHERE;
    }
  }
}
