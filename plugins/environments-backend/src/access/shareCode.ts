import { createHash, randomBytes } from 'node:crypto';

/** 192 bits: nobody guesses them, and of such a code a plain hash gives nothing away. */
const BYTES = 24;

/** A new code, for the address of whoever is given the link. */
export function makeShareCode(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** All that is kept of a code. */
export function hashShareCode(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
