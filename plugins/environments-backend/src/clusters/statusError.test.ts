import { statusError } from './statusError';

const call = 'PATCH /api/v1/namespaces/team/configmaps/settings';

function status(message: string, details?: object) {
  return { kind: 'Status', message, details };
}

describe('statusError', () => {
  it.each([
    [400, 'bad', 'Refused'],
    [401, 'Unauthorized', 'Unauthorized'],
    [403, 'is forbidden: exceeded quota: limits', 'Refused'],
    [403, 'is forbidden: status unknown for quota: limits', 'Unavailable'],
    [404, 'namespaces "team" not found', 'Refused'],
    [409, 'uid mismatch: the provided object specified uid x', 'Refused'],
    [
      409,
      'Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version and try again',
      'Unavailable',
    ],
    [422, 'is invalid', 'Refused'],
    [429, 'too many requests', 'Unavailable'],
    [500, 'etcdserver: request timed out', 'Unavailable'],
    [
      500,
      'failed to create typed patch object: .spec.foo: field not declared in schema',
      'Refused',
    ],
    [
      500,
      "unable to convert unstructured object to /v1, Kind=ResourceQuota: quantities must match the regular expression '^([+-]?[0-9.]+)$'",
      'Refused',
    ],
    [503, 'apiserver is shutting down', 'Unavailable'],
  ])('reads %d %s as %s', (httpStatus, message, reason) => {
    const error = statusError(call, httpStatus, status(message));
    expect(error).toMatchObject({ reason, message, status: httpStatus });
  });

  it('adds the causes that the message leaves out', () => {
    const details = {
      causes: [
        { field: 'spec.replicas', message: 'must not be negative' },
        { field: 'spec.paused', message: 'must be a boolean' },
      ],
    };
    expect(
      statusError(
        call,
        422,
        status('spec.replicas must not be negative', details),
      ).message,
    ).toBe(
      'spec.replicas must not be negative; spec.paused: must be a boolean',
    );
  });

  it('heeds the time to wait, from the header or the Status', () => {
    expect(statusError(call, 429, status('slow'), '7').retryAfterSeconds).toBe(
      7,
    );
    expect(
      statusError(call, 504, status('slow', { retryAfterSeconds: 3 }))
        .retryAfterSeconds,
    ).toBe(3);
    expect(
      statusError(call, 429, status('slow')).retryAfterSeconds,
    ).toBeUndefined();
  });

  it('names the call when something else than Kubernetes answers', () => {
    expect(statusError(call, 502, undefined)).toMatchObject({
      reason: 'Unavailable',
      message: `The API server answered ${call} with 502`,
    });
  });
});
