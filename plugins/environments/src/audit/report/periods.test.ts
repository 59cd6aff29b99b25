import { toRange } from './periods';

describe('toRange', () => {
  it.each([
    ['thisMonth', '2026-11-29', '2026-11-01', '2026-12-01'],
    ['lastMonth', '2026-11-29', '2026-10-01', '2026-11-01'],
    ['thisQuarter', '2026-11-29', '2026-10-01', '2027-01-01'],
    ['lastQuarter', '2026-11-29', '2026-07-01', '2026-10-01'],
    ['lastMonth', '2026-01-31', '2025-12-01', '2026-01-01'],
    ['lastQuarter', '2026-02-01', '2025-10-01', '2026-01-01'],
  ] as const)('%s on %s', (period, today, from, to) => {
    expect(toRange(period, new Date(`${today}T23:00:00Z`))).toEqual({
      from: `${from}T00:00:00.000Z`,
      to: `${to}T00:00:00.000Z`,
    });
  });
});
