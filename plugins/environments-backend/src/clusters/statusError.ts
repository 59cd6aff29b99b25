import { ClusterError, ClusterErrorReason } from './ClusterError';

/** The parts of `meta/v1.Status` that say what went wrong. */
interface Status {
  kind?: string;
  message?: string;
  details?: {
    retryAfterSeconds?: number;
    causes?: Array<{ field?: string; message?: string }>;
  };
}

/**
 * Puts an API server's refusal into a `ClusterError`, in its own words.
 *
 * @param call - what was asked, `PATCH /api/v1/...`, for answers that say nothing
 * @param body - the answer, parsed if it was JSON
 */
export function statusError(
  call: string,
  httpStatus: number,
  body: unknown,
  retryAfter?: string,
): ClusterError {
  const status: Status =
    typeof body === 'object' && (body as Status)?.kind === 'Status'
      ? (body as Status)
      : {};
  const message =
    status.message || `The API server answered ${call} with ${httpStatus}`;
  const causes = (status.details?.causes ?? []).flatMap(
    ({ field, message: text }) => (text ? [{ field, message: text }] : []),
  );
  // The message of most refusals repeats their causes.
  const unsaid = causes
    .filter(cause => !message.includes(cause.message))
    .map(({ field, message: text }) => (field ? `${field}: ${text}` : text));

  const seconds = Number(retryAfter ?? status.details?.retryAfterSeconds);
  return new ClusterError(
    reasonOf(httpStatus, status),
    [message, ...unsaid].join('; '),
    {
      status: httpStatus,
      retryAfterSeconds:
        Number.isFinite(seconds) && seconds > 0 ? seconds : undefined,
      causes,
    },
  );
}

/**
 * A fault in the manifest, though the API server calls it its own: server-side
 * apply reports an unknown field, or a quantity that is none, as 500 without a
 * reason.
 */
const MANIFEST_FAULTS =
  /failed to create typed patch object|unable to convert unstructured object|failed to convert|quantities must match/;

function reasonOf(httpStatus: number, status: Status): ClusterErrorReason {
  if (httpStatus === 401) {
    return 'Unauthorized';
  }
  if (httpStatus === 500 && MANIFEST_FAULTS.test(status.message ?? '')) {
    return 'Refused';
  }
  // Not refused, but overtaken by another writer, such as a count of the quota.
  if (
    httpStatus === 409 &&
    status.message?.includes('the object has been modified')
  ) {
    return 'Unavailable';
  }
  // Quota admission refuses until the controller has counted a new quota once.
  if (
    httpStatus === 403 &&
    status.message?.includes('status unknown for quota')
  ) {
    return 'Unavailable';
  }
  return httpStatus === 429 || httpStatus >= 500 ? 'Unavailable' : 'Refused';
}
