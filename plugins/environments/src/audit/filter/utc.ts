/**
 * @param text - such as `2026-11-22` or `2026-11-22 12:00`, in UTC
 * @returns ISO 8601; undefined for what is no time
 */
export function parseUtc(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text);
  if (!match) {
    return undefined;
  }
  const time = new Date(`${match[1]}T${match[2] ?? '00:00'}:00.000Z`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** The reverse of {@link parseUtc}. */
export function toUtcText(time: string | undefined): string {
  const date = time === undefined ? undefined : new Date(time);
  return date && !Number.isNaN(date.getTime())
    ? date.toISOString().slice(0, 16).replace('T', ' ')
    : '';
}
