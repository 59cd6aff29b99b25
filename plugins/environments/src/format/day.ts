const DAY_MS = 24 * 60 * 60 * 1000;

/** The day in UTC so many days from now, such as `2026-11-22`. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The end of a day in UTC, in ISO 8601.
 *
 * @param day - such as `2026-11-22`
 */
export function endOfDay(day: string): string {
  return `${day}T23:59:59.000Z`;
}

/**
 * The end of a day, or the latest end if that is earlier.
 *
 * @param day - such as `2026-11-22`
 */
export function endOn(day: string, latest: string | undefined): string {
  const end = endOfDay(day);
  return latest && Date.parse(latest) < Date.parse(end) ? latest : end;
}
