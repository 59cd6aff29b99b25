const BASE_SECONDS = 1;
const CAP_SECONDS = 60;
/** The longest that a server may put us off. */
const RETRY_AFTER_CAP_SECONDS = 600;

/**
 * How long to wait after so many tries in a row that the cluster did not
 * answer, in seconds. What the server asked for is kept to, as a minimum.
 */
export function backoffSeconds(
  failures: number,
  retryAfterSeconds: number = 0,
): number {
  const exponential = BASE_SECONDS * 2 ** Math.min(failures - 1, 10);
  return Math.max(
    Math.min(RETRY_AFTER_CAP_SECONDS, retryAfterSeconds),
    Math.min(CAP_SECONDS, exponential),
  );
}
