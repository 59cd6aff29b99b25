import { isEqual } from './bytes';
import { hashChildren } from './treeHashes';
import { sha256 } from './webCrypto';

/**
 * Whether the larger tree begins with all that is in the smaller one,
 * RFC 9162 section 2.1.4.2. The proof from the empty tree is empty.
 *
 * @public
 */
export async function verifyConsistency(options: {
  fromSize: bigint;
  toSize: bigint;
  fromRoot: Uint8Array;
  toRoot: Uint8Array;
  /** Hashes of 32 bytes. */
  proof: readonly Uint8Array[];
}): Promise<boolean> {
  const { fromSize, toSize, fromRoot, toRoot, proof } = options;
  if (fromSize < 0n || fromSize > toSize) return false;
  if (fromSize === toSize)
    return proof.length === 0 && isEqual(fromRoot, toRoot);
  if (fromSize === 0n) {
    return (
      proof.length === 0 && isEqual(fromRoot, await sha256(new Uint8Array()))
    );
  }
  let place = fromSize - 1n;
  let last = toSize - 1n;
  while (place % 2n === 1n) {
    place /= 2n;
    last /= 2n;
  }
  // A smaller tree that is one complete subtree of the larger is not repeated in the proof.
  const [first, ...rest] = place === 0n ? [fromRoot, ...proof] : proof;
  if (!first) return false;
  let from = first;
  let to = first;
  for (const hash of rest) {
    if (last === 0n) return false;
    if (place % 2n === 1n || place === last) {
      from = await hashChildren(hash, from);
      to = await hashChildren(hash, to);
      while (place % 2n === 0n && place !== 0n) {
        place /= 2n;
        last /= 2n;
      }
    } else {
      to = await hashChildren(to, hash);
    }
    place /= 2n;
    last /= 2n;
  }
  return last === 0n && isEqual(from, fromRoot) && isEqual(to, toRoot);
}
