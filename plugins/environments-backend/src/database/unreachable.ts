import { ServiceUnavailableError } from '@backstage/errors';

/** No connection, or one that the server is closing; PostgreSQL's classes 08, 53 and 57. */
export function isUnreachable(error: unknown): boolean {
  const { name, code, message } = error as {
    name?: string;
    code?: string;
    message?: string;
  };
  return (
    name === 'KnexTimeoutError' ||
    /^(08|53|57P)|^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/.test(
      code ?? '',
    ) ||
    /Connection terminated|Unable to acquire a connection/.test(message ?? '')
  );
}

/** Fails closed: without the database nothing is done, and that is said. */
export function unreachable(cause: unknown): ServiceUnavailableError {
  return new ServiceUnavailableError(
    'The database can’t be reached, and without a record nothing is done. Try again in a while: a request that got through just before is not done twice under the same key',
    cause,
  );
}
