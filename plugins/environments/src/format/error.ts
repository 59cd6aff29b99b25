import { ResponseError } from '@backstage/errors';

/** The server's own sentence, without the wrapping of the HTTP client. */
export function errorMessage(error: Error): string {
  return error instanceof ResponseError ? error.cause.message : error.message;
}

/** What to quote to somebody who can help, such as `NotFoundError 404`. */
export function errorCode(error: Error): string {
  return error instanceof ResponseError
    ? `${error.cause.name} ${error.statusCode}`
    : error.name;
}

export function hasStatus(error: Error | undefined, status: number): boolean {
  return error instanceof ResponseError && error.statusCode === status;
}
