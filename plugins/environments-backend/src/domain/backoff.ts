const BASE_SECONDS = 1;
const CAP_SECONDS = 60;

/**
 * How long to wait after so many tries in a row that the cluster did not
 * answer, in seconds. What the server asked for is kept to, as a minimum.
 */
export function backoffSeconds(
  failures: number,
  retryAfterSeconds: number = 0,
): number {
  const exponential = BASE_SECONDS * 2 ** Math.min(failures - 1, 10);
  return Math.max(retryAfterSeconds, Math.min(CAP_SECONDS, exponential));
}
