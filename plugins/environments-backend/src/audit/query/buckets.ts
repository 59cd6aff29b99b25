const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths that people think in, in milliseconds. */
const LENGTHS = [
  ...[1, 5, 15, 30].map(count => count * SECOND),
  ...[1, 5, 15, 30].map(count => count * MINUTE),
  ...[1, 2, 3, 6, 12].map(count => count * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364, 3640].map(count => count * DAY),
];
const MOST = 120;

/** Parts of a time, of equal length, that begin on the clock's own marks in UTC. */
export interface Buckets {
  /** Of the first; milliseconds since 1970. */
  start: number;
  /** In milliseconds. */
  length: number;
  /** 120 at most. */
  count: number;
}

/**
 * The shortest that cover a time.
 *
 * @param from - in milliseconds since 1970
 * @param to - exclusive
 */
export function bucketsOver(from: number, to: number): Buckets {
  if (to <= from) return { start: from, length: SECOND, count: 0 };
  for (const length of LENGTHS) {
    const start = Math.floor(from / length) * length;
    const count = Math.ceil((to - start) / length);
    if (count <= MOST) return { start, length, count };
  }
  // Twelve hundred years: somebody's clock, and none of ours.
  return { start: from, length: Math.ceil((to - from) / MOST), count: MOST };
}
