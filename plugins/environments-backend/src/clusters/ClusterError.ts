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

/** What the server found wrong at one place of an object. */
export interface ClusterErrorCause {
  /** `spec.template.spec.containers[0].image`, in the server's own notation. */
  field?: string;
  message: string;
}

/** A failed call, with the server's own words as message. */
export class ClusterError extends CustomErrorBase {
  name = 'ClusterError' as const;
  readonly reason: ClusterErrorReason;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** How long the server asked us to wait, in seconds. */
  readonly retryAfterSeconds?: number;
  /** Field by field, where the server said so; the message has them too. */
  readonly causes: ClusterErrorCause[];

  constructor(
    reason: ClusterErrorReason,
    message: string,
    options: {
      status?: number;
      retryAfterSeconds?: number;
      causes?: ClusterErrorCause[];
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause as Error | undefined);
    this.reason = reason;
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.causes = options.causes ?? [];
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
