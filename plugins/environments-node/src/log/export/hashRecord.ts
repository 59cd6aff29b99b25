import { hashInto } from '../treeHashes';

const LEAF = 0;

/**
 * Leaf hash of a record where it stands: millions of them without a copy. The byte
 * before it, which is there in an export, is for a moment the one that begins a leaf.
 *
 * @param target - gets 32 bytes
 */
export function hashRecord(
  target: Uint8Array,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  const before = bytes[from - 1];
  bytes[from - 1] = LEAF;
  hashInto(target, 0, bytes.subarray(from - 1, to));
  bytes[from - 1] = before;
}
