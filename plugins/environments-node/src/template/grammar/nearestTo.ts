/** The one of some words that was probably meant; undefined where none is near. */
export function nearestTo(word: string, known: string[]): string | undefined {
  const lower = word.toLowerCase();
  const [nearest] = known
    .map(one => ({ one, apart: distance(lower, one.toLowerCase()) }))
    .filter(({ one, apart }) => apart <= Math.max(one.length, 3) / 3)
    .sort((one, other) => one.apart - other.apart);
  return nearest?.one;
}

/** How many letters are to be added, left out, changed or swapped with the next. */
function distance(one: string, other: string): number {
  // A word that is much longer is none that was meant.
  if (Math.abs(one.length - other.length) > other.length) {
    return Infinity;
  }
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row += 1) {
    rows[row] = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const isSame = one[row - 1] === other[at - 1];
      const isSwapped =
        row > 1 &&
        at > 1 &&
        one[row - 1] === other[at - 2] &&
        one[row - 2] === other[at - 1];
      rows[row][at] = Math.min(
        rows[row - 1][at] + 1,
        rows[row][at - 1] + 1,
        rows[row - 1][at - 1] + (isSame ? 0 : 1),
        isSwapped ? rows[row - 2][at - 2] + 1 : Infinity,
      );
    }
  }
  return rows[one.length][other.length];
}
