import { ProofError } from './ProofError';

const encoder = new TextEncoder();

export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * Takes only the one encoding that is canonical, so that what differs in
 * writing differs in bytes.
 *
 * @throws ProofError if it is anything else
 */
export function fromBase64(text: string, what: string): Uint8Array {
  let binary: string | undefined;
  try {
    binary = atob(text);
  } catch {
    // Said below, as for what is readable but not canonical.
  }
  if (binary === undefined || btoa(binary) !== text) {
    throw new ProofError('malformed', `${what} is not base64: "${text}".`);
  }
  return Uint8Array.from(binary, character => character.charCodeAt(0));
}

/** 32 bytes from base64. */
export function hashFromBase64(text: string, what: string): Uint8Array {
  const hash = fromBase64(text, what);
  if (hash.length !== 32) {
    throw new ProofError(
      'malformed',
      `${what} has ${hash.length} bytes; a SHA-256 hash has 32.`,
    );
  }
  return hash;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return (
    one.length === other.length && one.every((byte, at) => byte === other[at])
  );
}

/** Decimal digits without leading zeroes. */
export function fromDecimal(text: string, what: string): bigint {
  if (!/^(0|[1-9][0-9]{0,19})$/.test(text)) {
    throw new ProofError(
      'malformed',
      `${what} is not a number in decimal digits: "${text}".`,
    );
  }
  return BigInt(text);
}
