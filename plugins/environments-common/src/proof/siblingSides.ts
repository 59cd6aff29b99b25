/**
 * On which side the siblings of an inclusion proof stand, from the leaf up:
 * what RFC 9162 section 2.1.3.2 decides at each step. There are as many as the
 * proof must have hashes.
 *
 * @param index - of the leaf, less than `size`
 * @public
 */
export function siblingSides(
  index: bigint,
  size: bigint,
): ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = [];
  let place = index;
  let last = size - 1n;
  while (last > 0n) {
    if (place % 2n === 1n || place === last) {
      sides.push('left');
      // At the right edge a node without a sibling moves up as it is.
      while (place % 2n === 0n) {
        place /= 2n;
        last /= 2n;
      }
    } else {
      sides.push('right');
    }
    place /= 2n;
    last /= 2n;
  }
  return sides;
}
