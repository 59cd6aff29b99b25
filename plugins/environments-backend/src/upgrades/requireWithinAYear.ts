import { ProblemsError } from '../service/ProblemsError';

/**
 * What is put off for ever is forgotten.
 *
 * @param path - where it stands in the request, as a JSON Pointer
 * @throws ProblemsError
 */
export function requireWithinAYear(
  path: string,
  until: string,
  now: Date,
): void {
  const latest = new Date(now);
  latest.setFullYear(latest.getFullYear() + 1);
  const time = Date.parse(until);
  if (time <= now.getTime() || time > latest.getTime()) {
    throw new ProblemsError([
      {
        path,
        message: time <= now.getTime() ? 'This is past' : 'This is too far off',
        expected: `a time until ${latest.toISOString()}`,
      },
    ]);
  }
}
