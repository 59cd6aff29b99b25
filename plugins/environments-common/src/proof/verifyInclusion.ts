import { isEqual } from './bytes';
import { siblingSides } from './siblingSides';
import { hashChildren } from './treeHashes';

/**
 * Whether the leaf stands at `index` in the tree of that size and root,
 * RFC 9162 section 2.1.3.2.
 *
 * @public
 */
export async function verifyInclusion(options: {
  index: bigint;
  size: bigint;
  /** Hash of the leaf, see `hashLeaf`. */
  leaf: Uint8Array;
  /** Hashes of 32 bytes, from the leaf's sibling up. */
  proof: readonly Uint8Array[];
  root: Uint8Array;
}): Promise<boolean> {
  const { index, size, leaf, proof, root } = options;
  if (index < 0n || index >= size) return false;
  const sides = siblingSides(index, size);
  if (sides.length !== proof.length) return false;
  let hash = leaf;
  for (const [at, side] of sides.entries()) {
    hash =
      side === 'left'
        ? await hashChildren(proof[at], hash)
        : await hashChildren(hash, proof[at]);
  }
  return isEqual(hash, root);
}
