import fc from 'fast-check';
import { bucketsOver } from './buckets';

const time = fc.integer({ min: 0, max: 4e12 });

it('covers any time by at most 120 buckets, none of them in vain', () => {
  fc.assert(
    fc.property(time, time, (one, other) => {
      fc.pre(one !== other);
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      expect(bucketsOver(to, from).count).toBe(0);
      const { start, length, count } = bucketsOver(from, to);
      expect(count).toBeLessThanOrEqual(120);
      expect(start).toBeLessThanOrEqual(from);
      expect(start + length).toBeGreaterThan(from);
      expect(start + length * count).toBeGreaterThanOrEqual(to);
      expect(start + length * (count - 1)).toBeLessThan(to);
    }),
  );
});

it.each([
  ['2026-11-01T00:00:00Z', '2026-11-01T01:00:00Z', 30_000, 120],
  ['2026-11-01T10:17:31Z', '2026-11-08T10:17:31Z', 7_200_000, 85],
  ['2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', 21_600_000, 120],
])('divides %s to %s by %d milliseconds', (from, to, length, count) => {
  expect(bucketsOver(Date.parse(from), Date.parse(to))).toMatchObject({
    length,
    count,
  });
});
