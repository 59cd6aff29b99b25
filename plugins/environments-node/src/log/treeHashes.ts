import { hash } from 'node:crypto';

const LEAF = Buffer.of(0);

/**
 * Root of the tree without leaves: SHA-256 of nothing.
 *
 * @public
 */
export const emptyRoot: Buffer = Buffer.from(hash('sha256', ''), 'hex');

/**
 * Hash of a record in the tree, RFC 6962 section 2.1.
 *
 * @param bytes - the canonical bytes of the record
 * @returns 32 bytes
 * @public
 */
export function hashLeaf(bytes: Buffer): Buffer {
  return sha256(Buffer.concat([LEAF, bytes]));
}

// One for all: nothing is awaited between filling and hashing it.
const children = Buffer.alloc(65, 1);

/**
 * Hash of an inner node.
 *
 * @param left - 32 bytes, as `right`
 * @public
 */
export function hashChildren(left: Buffer, right: Buffer): Buffer {
  children.set(left, 1);
  children.set(right, 33);
  return sha256(children);
}

export function sha256(bytes: Buffer): Buffer {
  const made = Buffer.allocUnsafe(32);
  hashInto(made, 0, bytes);
  return made;
}

/**
 * Writes the SHA-256 of `bytes` into `target`. Through a string, because a buffer
 * of its own memory costs more than the hash.
 */
export function hashInto(
  target: Uint8Array,
  at: number,
  bytes: Uint8Array,
): void {
  const made = hash('sha256', bytes, 'binary');
  for (let byte = 0; byte < 32; byte++) {
    target[at + byte] = made.charCodeAt(byte);
  }
}
