import { ResponseError } from '@backstage/errors';
import { formatUtc } from './time';

/** By which an internal error is found in the server's log. */
const LOG_ID = /\blogId=(\w+)/;

/** What the server writes before a sentence about a place in the request. */
const PLACE = /request\/body(\/[^\s:]+): /g;

/** A time as the server writes it. */
const TIME = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g;

/**
 * The server's own sentence, without the wrapping of the HTTP client, and with
 * its times as the pages have them.
 */
export function errorMessage(error: Error): string {
  return rawMessage(error)
    .replace(PLACE, '')
    .replace(TIME, time => formatUtc(time));
}

/** The one place in the request that the server refused, such as `/name`. */
export function refusedPath(error: Error): string | undefined {
  const places = [...rawMessage(error).matchAll(PLACE)];
  return places.length === 1 ? places[0][1] : undefined;
}

function rawMessage(error: Error): string {
  return error instanceof ResponseError ? error.cause.message : error.message;
}

/**
 * What to quote to somebody who can help: by what the server's log has it, or such
 * as `NotFoundError 404`; undefined where nobody answered.
 */
export function errorCode(error: Error): string | undefined {
  if (isNoAnswer(error)) {
    return undefined;
  }
  const logged = LOG_ID.exec(rawMessage(error));
  if (logged) {
    return logged[1];
  }
  return error instanceof ResponseError
    ? `${error.cause.name} ${error.statusCode}`
    : error.name;
}

/** Whether the network failed: `fetch` throws a TypeError for that alone. */
export function isNoAnswer(error: Error): boolean {
  return error instanceof TypeError;
}

export function hasStatus(error: Error | undefined, status: number): boolean {
  return error instanceof ResponseError && error.statusCode === status;
}

/** Whether the question itself is wrong: asking again changes nothing. */
export function isFutile(error: Error): boolean {
  return hasStatus(error, 400) || hasStatus(error, 404);
}

/** Whether the server will not have the request, however often it is sent. */
export function isRefusal(error: Error): boolean {
  return (
    error instanceof ResponseError &&
    error.statusCode >= 400 &&
    error.statusCode < 500
  );
}
