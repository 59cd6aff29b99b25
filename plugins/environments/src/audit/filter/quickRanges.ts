const DAY_MS = 86_400_000;

/** Ranges that are one press away, in days with the present one. */
export const QUICK_RANGES = { today: 1, week: 7, month: 30 } as const;

export type QuickRange = keyof typeof QUICK_RANGES;

/**
 * The beginning in UTC, in ISO 8601: a moment and not so long ago, so that an
 * address shows the same tomorrow.
 */
export function startOfRange(range: QuickRange, now: Date): string {
  const days = QUICK_RANGES[range] - 1;
  const day = new Date(now.getTime() - days * DAY_MS).toISOString();
  return `${day.slice(0, 10)}T00:00:00.000Z`;
}

/** Which of them a filter is; undefined for any other range. */
export function toQuickRange(
  range: { from?: string; to?: string },
  now: Date,
): QuickRange | 'all' | undefined {
  if (range.to) {
    return undefined;
  }
  if (!range.from) {
    return 'all';
  }
  return (Object.keys(QUICK_RANGES) as QuickRange[]).find(
    quick => startOfRange(quick, now) === range.from,
  );
}

/** The day in UTC of a moment, as a range. */
export function dayOf(time: string): { from: string; to: string } {
  const from = `${new Date(time).toISOString().slice(0, 10)}T00:00:00.000Z`;
  return { from, to: new Date(Date.parse(from) + DAY_MS).toISOString() };
}
