import canonicalize from 'canonicalize';
import { toHex, toUtf8 } from './bytes';
import { readPointer } from './readPointer';
import { sha256 } from './webCrypto';

/**
 * What opens a commitment in a record.
 *
 * @public
 */
export interface Disclosure {
  /** JSON Pointer to the commitment. */
  pointer: string;
  /** 16 bytes in base64. */
  salt: string;
  /** Any JSON. */
  value: unknown;
}

/**
 * Whether the record committed to this value at this place: there stands
 * `{"commitment": "sha256:..."}` with the SHA-256 of the RFC 8785 JSON of
 * `[pointer, salt, value]`.
 *
 * @param record - parsed from its canonical bytes
 * @public
 */
export async function verifyDisclosure(
  record: unknown,
  disclosure: Disclosure,
): Promise<boolean> {
  const { pointer, salt, value } = disclosure;
  const found = readPointer(record, pointer);
  if (typeof found !== 'object' || found === null) return false;
  const opened = canonicalize([pointer, salt, value]);
  if (opened === undefined) return false;
  const commitment = `sha256:${toHex(await sha256(toUtf8(opened)))}`;
  return (
    Object.keys(found).length === 1 &&
    (found as { commitment?: unknown }).commitment === commitment
  );
}
