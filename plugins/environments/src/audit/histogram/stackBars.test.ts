import { Bucket, rangeOf, stackBars, totalOf } from './stackBars';

function bucket(hour: number, counts: Partial<Bucket>): Bucket {
  return {
    from: `2026-11-22T0${hour}:00:00.000Z`,
    to: `2026-11-22T0${hour + 1}:00:00.000Z`,
    success: 0,
    failure: 0,
    denied: 0,
    pending: 0,
    unknown: 0,
    ...counts,
  };
}
const BUCKETS = [
  bucket(0, { success: 60, denied: 40 }),
  bucket(1, {}),
  bucket(2, { failure: 25 }),
];

describe('stackBars', () => {
  it('gives the highest bar the whole height and keeps proportions', () => {
    expect(stackBars(BUCKETS, 100)).toEqual([
      [
        { outcome: 'success', y: 40, height: 60 },
        { outcome: 'denied', y: 0, height: 40 },
      ],
      [],
      [{ outcome: 'failure', y: 75, height: 25 }],
    ]);
  });

  it('shows one denial among a million', () => {
    const [[, denied]] = stackBars(
      [bucket(0, { success: 1_000_000, denied: 1 })],
      100,
    );
    expect(denied.height).toBeGreaterThanOrEqual(2);
    expect(denied.y).toBeGreaterThanOrEqual(0);
  });

  it('adds up, and has the range of a selection in either direction', () => {
    expect(BUCKETS.map(totalOf)).toEqual([100, 0, 25]);
    const range = {
      from: '2026-11-22T00:00:00.000Z',
      to: '2026-11-22T03:00:00.000Z',
    };
    expect(rangeOf(BUCKETS, 0, 2)).toEqual(range);
    expect(rangeOf(BUCKETS, 2, 0)).toEqual(range);
  });
});
