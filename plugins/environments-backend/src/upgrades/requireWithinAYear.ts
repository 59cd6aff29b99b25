import { ProblemsError } from '../service/ProblemsError';

/**
 * What is put off for ever is forgotten.
 *
 * @param path - where it stands in the request, as a JSON Pointer
 * @returns the same time in UTC, as JavaScript and the database both read it:
 * the database takes fewer offsets than RFC 3339 has
 * @throws ProblemsError
 */
export function requireWithinAYear(
  path: string,
  until: string,
  now: Date,
): string {
  const latest = new Date(now);
  latest.setFullYear(latest.getFullYear() + 1);
  const time = new Date(until);
  const fault = faultOf(time, now, latest);
  if (fault) {
    throw new ProblemsError([
      {
        path,
        message: fault,
        expected: `a time until ${latest.toISOString()}`,
      },
    ]);
  }
  return time.toISOString();
}

function faultOf(time: Date, now: Date, latest: Date): string | undefined {
  // RFC 3339 has leap seconds, such as 23:59:60, and a Date has none.
  if (Number.isNaN(time.getTime())) return 'This is no time on the clock';
  if (time <= now) return 'This is past';
  return time > latest ? 'This is too far off' : undefined;
}
