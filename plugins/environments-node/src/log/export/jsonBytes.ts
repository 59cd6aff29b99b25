/** UTF-8 of JSON, read where it stands: making values of millions of records takes longer than hashing them. */

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENS_ARRAY = 0x5b;
const ENDS_ARRAY = 0x5d;
const OPENS_OBJECT = 0x7b;
const ENDS_OBJECT = 0x7d;

/** What is given where nothing ends. */
export const NOWHERE = -1;

/** For `matches`. */
export function literal(text: string): Uint8Array {
  return Buffer.from(text);
}

/** Whether just these bytes stand there. */
export function matches(
  bytes: Uint8Array,
  at: number,
  wanted: Uint8Array,
): boolean {
  for (let byte = 0; byte < wanted.length; byte++) {
    if (bytes[at + byte] !== wanted[byte]) return false;
  }
  return true;
}

/**
 * Of bytes that are JSON; of others it gives some place or `NOWHERE`.
 *
 * @param at - where a value begins
 * @param end - behind the last byte that belongs to it
 * @returns the place behind the value
 */
export function skipValue(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === QUOTE) return skipString(bytes, at, end);
  let depth = 0;
  let next = at;
  while (next < end) {
    const byte = bytes[next];
    if (byte === QUOTE) {
      next = skipString(bytes, next, end);
      if (next === NOWHERE) return NOWHERE;
      continue;
    }
    if (byte === OPENS_OBJECT || byte === OPENS_ARRAY) depth += 1;
    else if (byte === ENDS_OBJECT || byte === ENDS_ARRAY) {
      if (depth === 0) return next;
      depth -= 1;
      if (depth === 0) return next + 1;
    } else if (byte === COMMA && depth === 0) return next;
    next += 1;
  }
  return NOWHERE;
}

/** @param at - where the opening quote is */
export function skipString(bytes: Uint8Array, at: number, end: number): number {
  for (let next = at + 1; next < end; next++) {
    const byte = bytes[next];
    if (byte === QUOTE) return next + 1;
    if (byte === BACKSLASH) next += 1;
  }
  return NOWHERE;
}
