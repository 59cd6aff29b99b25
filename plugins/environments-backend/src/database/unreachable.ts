import { ServiceUnavailableError } from '@backstage/errors';

/** PostgreSQL's codes of what was undone only because of other transactions. */
export const UNDONE = ['40001', '40P01'];

/** No connection, or one that the server is closing; PostgreSQL's classes 08, 53 and 57, and a transaction that was silent for too long. */
export function isUnreachable(error: unknown): boolean {
  const { name, code, message } = error as {
    name?: string;
    code?: string;
    message?: string;
  };
  return (
    name === 'KnexTimeoutError' ||
    /^(08|53|57P|25P03)|^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/.test(
      code ?? '',
    ) ||
    /Connection terminated|connection error and is not queryable|Unable to acquire a connection/.test(
      message ?? '',
    )
  );
}

/** Fails closed: without the database nothing is done, and that is said. */
export function unreachable(cause: unknown): ServiceUnavailableError {
  return new ServiceUnavailableError(
    'The database can’t be reached, and without a record nothing is done. Try again in a while: a request that got through just before is not done twice under the same key',
    cause,
  );
}

/** Whether that is what a {@link ServiceUnavailableError} was made of: it is so for everybody. */
export function isDatabaseAway(error: unknown): boolean {
  const cause = (error as { cause?: unknown } | undefined)?.cause;
  return cause !== undefined && cause !== null && isUnreachable(cause);
}

/**
 * No record, no deed. What another transaction is to blame for, and a database
 * that is away, stay what they are: both are dealt with elsewhere.
 */
export function unrecorded(cause: unknown): unknown {
  const { code } = cause as { code?: string };
  if (UNDONE.includes(code ?? '') || isUnreachable(cause)) return cause;
  return new ServiceUnavailableError(
    'The record of it can’t be written, and without a record nothing is done. Tell those who run the portal: its log says why',
    cause,
  );
}
