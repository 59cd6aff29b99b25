import { dayOf, startOfRange, toQuickRange } from './quickRanges';

const NOW = new Date('2026-11-29T18:30:00.000Z');

describe('quick ranges', () => {
  it('begin with a day in UTC', () => {
    expect(startOfRange('today', NOW)).toBe('2026-11-29T00:00:00.000Z');
    expect(startOfRange('week', NOW)).toBe('2026-11-23T00:00:00.000Z');
    expect(startOfRange('month', NOW)).toBe('2026-10-31T00:00:00.000Z');
  });

  it('are known again', () => {
    expect(toQuickRange({}, NOW)).toBe('all');
    expect(toQuickRange({ from: startOfRange('week', NOW) }, NOW)).toBe('week');
    expect(toQuickRange({ from: NOW.toISOString() }, NOW)).toBeUndefined();
    expect(
      toQuickRange({ from: startOfRange('week', NOW), to: 'x' }, NOW),
    ).toBeUndefined();
  });

  it('has the day of a moment', () => {
    expect(dayOf('2026-11-30T23:59:59.999Z')).toEqual({
      from: '2026-11-30T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
    });
  });
});
