import { concat } from './bytes';
import { sha256 } from './webCrypto';

/**
 * Hash of a record in the tree, RFC 6962 section 2.1.
 *
 * @param bytes - the canonical bytes of the record
 * @returns 32 bytes
 * @public
 */
export async function hashLeaf(bytes: Uint8Array): Promise<Uint8Array> {
  return sha256(concat(Uint8Array.of(0), bytes));
}

export async function hashChildren(
  left: Uint8Array,
  right: Uint8Array,
): Promise<Uint8Array> {
  return sha256(concat(Uint8Array.of(1), left, right));
}
