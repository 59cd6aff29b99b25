const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * Whether a text is a time of the calendar, as RFC 3339 writes it. The 31st of June isn't,
 * which `Date` takes for the 1st of July, nor are leap seconds, which it doesn't know,
 * nor a time of the year 0, which PostgreSQL doesn't know.
 */
export function isInstant(text: string): boolean {
  const [, year, month, day] = INSTANT.exec(text) ?? [];
  if (year === undefined || year === '0000') return false;
  if (Number.isNaN(Date.parse(text))) return false;
  const date = new Date(`${year}-${month}-01T00:00:00Z`);
  date.setUTCDate(Number(day));
  return date.getUTCMonth() === Number(month) - 1;
}
