import { CustomErrorBase } from '@backstage/errors';

/**
 * Why a cluster did not do what it was asked.
 *
 * - `AlreadyExists`: the name is taken by somebody else's object
 * - `Refused`: the API server or an admission plugin said no (400, 403, 409, 422)
 * - `Unauthorized`: our own credential is not accepted (401)
 * - `Unavailable`: no answer, a time-out, 429 or 5xx, or overtaken by another
 *   writer; whether it was done is unknown
 */
export type ClusterErrorReason =
  | 'AlreadyExists'
  | 'Refused'
  | 'Unauthorized'
  | 'Unavailable';

/** A failed call, with the server's own words as message. */
export class ClusterError extends CustomErrorBase {
  name = 'ClusterError' as const;
  readonly reason: ClusterErrorReason;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** How long the server asked us to wait, in seconds. */
  readonly retryAfterSeconds?: number;

  constructor(
    reason: ClusterErrorReason,
    message: string,
    options: {
      status?: number;
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause as Error | undefined);
    this.reason = reason;
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** Whether the call may have been done for all that is known. */
  static isUnanswered(error: unknown): boolean {
    return !(error instanceof ClusterError) || error.reason === 'Unavailable';
  }

  /** Whether the same call may well succeed later. */
  get isTransient(): boolean {
    return this.reason === 'Unavailable' || this.reason === 'Unauthorized';
  }
}
