import { InputError } from '@backstage/errors';
import { HashReader } from './HashReader';
import { largestPowerIn, Subtrees } from './Subtrees';

/**
 * That a leaf stands in the tree of that size, RFC 6962 section 2.1.1.
 *
 * @returns hashes of 32 bytes, from the leaf's sibling up
 * @throws InputError if the tree is smaller
 * @public
 */
export async function inclusionProof(
  index: bigint,
  size: bigint,
  reader: HashReader,
): Promise<Buffer[]> {
  if (index < 0n || index >= size) {
    throw new InputError(`A tree of size ${size} has no index ${index}`);
  }
  const subtrees = Subtrees.create(size, reader);
  const siblings: [from: bigint, to: bigint][] = [];
  let [from, to] = [0n, size];
  while (to - from > 1n) {
    const middle = from + splitOf(to - from);
    siblings.push(index < middle ? [middle, to] : [from, middle]);
    [from, to] = index < middle ? [from, middle] : [middle, to];
  }
  return hashAll(subtrees, siblings.reverse());
}

/**
 * That the tree of `toSize` begins with all of that of `fromSize`, RFC 6962
 * section 2.1.2. Empty from size 0.
 *
 * @returns hashes of 32 bytes
 * @throws InputError if `fromSize` is the larger
 * @public
 */
export async function consistencyProof(
  fromSize: bigint,
  toSize: bigint,
  reader: HashReader,
): Promise<Buffer[]> {
  if (fromSize < 0n || fromSize > toSize) {
    throw new InputError(
      `A tree does not shrink from ${fromSize} to ${toSize}`,
    );
  }
  if (fromSize === 0n || fromSize === toSize) return [];
  const subtrees = Subtrees.create(toSize, reader);
  const ranges: [from: bigint, to: bigint][] = [];
  let [from, to] = [0n, toSize];
  while (to !== fromSize) {
    const middle = from + splitOf(to - from);
    ranges.push(fromSize <= middle ? [middle, to] : [from, middle]);
    [from, to] = fromSize <= middle ? [from, middle] : [middle, to];
  }
  // What is left is a subtree that both have; whoever verifies knows it if it is all of the smaller tree.
  if (from > 0n) ranges.push([from, to]);
  return hashAll(subtrees, ranges.reverse());
}

/**
 * The complete subtrees of which the tree of that size is made, largest first:
 * what a `Frontier` goes on from.
 *
 * @public
 */
export async function frontierAt(
  size: bigint,
  reader: HashReader,
): Promise<Buffer[]> {
  return Subtrees.create(size, reader).completeIn(0n, size);
}

/** Leaves in the left half: the largest power of two that is less than all. */
function splitOf(leaves: bigint): bigint {
  return 1n << BigInt(largestPowerIn(leaves - 1n));
}

async function hashAll(
  subtrees: Subtrees,
  ranges: [from: bigint, to: bigint][],
): Promise<Buffer[]> {
  const hashes: Buffer[] = [];
  for (const [from, to] of ranges) hashes.push(await subtrees.hashOf(from, to));
  return hashes;
}
