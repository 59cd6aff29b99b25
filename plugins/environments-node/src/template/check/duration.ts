const HOUR = 60;
const MINUTES: Readonly<Record<string, number>> = {
  m: 1,
  h: HOUR,
  d: 24 * HOUR,
  w: 7 * 24 * HOUR,
};

/** Minutes of a duration as templates write it, such as `7d`. */
export function minutesOf(duration: string): number {
  return Number(duration.slice(0, -1)) * MINUTES[duration.slice(-1)];
}
