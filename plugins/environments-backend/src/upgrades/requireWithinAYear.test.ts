import { requireWithinAYear } from './requireWithinAYear';

const NOW = new Date('2026-11-20T12:00:00Z');

describe('requireWithinAYear', () => {
  it('gives the time in UTC, whatever its offset', () => {
    expect(requireWithinAYear('/until', '2026-12-01T10:00:00+23:00', NOW)).toBe(
      '2026-11-30T11:00:00.000Z',
    );
  });

  it.each([
    ['2026-12-31T23:59:60Z', 'This is no time on the clock'],
    ['2026-11-20T12:00:00Z', 'This is past'],
    ['2027-11-20T12:00:01Z', 'This is too far off'],
  ])('refuses %s', (until, message) => {
    expect(() => requireWithinAYear('/until', until, NOW)).toThrow(
      expect.objectContaining({
        problems: [
          {
            path: '/until',
            message,
            expected: 'a time until 2027-11-20T12:00:00.000Z',
          },
        ],
      }),
    );
  });
});
