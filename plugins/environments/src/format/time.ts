/** Such as `2026-11-22 12:54 UTC`; with seconds where order matters. */
export function formatUtc(time: string, options?: { seconds?: boolean }) {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, options?.seconds ? 19 : 16)} UTC`;
}

/** Such as `22 Nov 2026, 13:54:09 CET`: the reader's own clock. */
export function formatLocal(time: string): string {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'long',
  }).format(new Date(time));
}

/** Such as `0.4 s`, `12 s`, `3 min 5 s`, `2 h 7 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.floor(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const UNITS: Record<string, string> = { m: 'minute', h: 'hour', d: 'day' };

/** As templates write it, such as `7d`: `7 days`. */
export function formatTerm(term: string): string {
  const unit = UNITS[term.slice(-1)];
  if (!unit) return term;
  return new Intl.NumberFormat('en-GB', {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(Number(term.slice(0, -1)));
}

/** Milliseconds between two times; up to now where there is no end yet. */
export function elapsed(from: string, to: string | undefined, now: Date) {
  return (to ? Date.parse(to) : now.getTime()) - Date.parse(from);
}

/** The largest unit of a span that says enough: 49 hours are days, 119 minutes are minutes. */
export function roundSpan(milliseconds: number): {
  unit: 'days' | 'hours' | 'minutes';
  count: number;
} {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes >= 48 * 60) {
    return { unit: 'days', count: Math.floor(minutes / (24 * 60)) };
  }
  return minutes >= 120
    ? { unit: 'hours', count: Math.floor(minutes / 60) }
    : { unit: 'minutes', count: minutes };
}
