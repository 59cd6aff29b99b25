/** What a report is usually about. */
export const PERIODS = [
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
] as const;

export type Period = (typeof PERIODS)[number];

/** @returns ISO 8601 times in UTC, `to` exclusive */
export function toRange(
  period: Period,
  now: Date,
): { from: string; to: string } {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  const quarter = month - (month % 3);
  const [from, to] = {
    thisMonth: [month, month + 1],
    lastMonth: [month - 1, month],
    thisQuarter: [quarter, quarter + 3],
    lastQuarter: [quarter - 3, quarter],
  }[period];
  return { from: firstOf(year, from), to: firstOf(year, to) };
}

function firstOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString();
}
