import { InputError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';
import { ErrorRequestHandler, RequestHandler } from 'express';
import {
  error as validatorErrors,
  middleware,
} from 'express-openapi-validator';
import { spec } from '../schema/openapi.generated';

type ApiSpec = Exclude<Parameters<typeof middleware>[0]['apiSpec'], string>;

/** A request that doesn't fit the contract. */
class RequestError extends InputError {
  /** Paths are JSON Pointers into the body, or begin with `/query`, `/params` or `/headers`. */
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(
      problems
        .map(({ path, message }) => `request${path}: ${message}`)
        .join('; '),
    );
    this.problems = problems.map(problem => ({
      ...problem,
      path: problem.path.replace(/^\/body/, ''),
    }));
  }
}

const namePlaces: ErrorRequestHandler = (error, _req, _res, next) => {
  if (
    error instanceof validatorErrors.BadRequest ||
    error instanceof validatorErrors.UnsupportedMediaType
  ) {
    next(
      new RequestError(
        error instanceof validatorErrors.UnsupportedMediaType
          ? [{ path: '', message: 'send it as Content-Type: application/json' }]
          : error.errors.map(({ path, message }) => ({ path, message })),
      ),
    );
    return;
  }
  next(error);
};

/** PostgreSQL's text has no NUL, and no JSON has half a character. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

const refuseWhatCannotBeStored: RequestHandler = (req, _res, next) => {
  if (req.method === 'HEAD') {
    next(new InputError('request: HEAD is not served here, use GET'));
  } else if (req.originalUrl.includes('%00') || isUnstorable(req.body)) {
    next(
      new InputError(
        'request: it holds a NUL or half a character, which nothing here may have',
      ),
    );
  } else {
    next();
  }
};

function isUnstorable(body: unknown): boolean {
  let found = false;
  JSON.stringify(body, (key, value) => {
    found ||= UNSTORABLE.test(key);
    found ||= typeof value === 'string' && UNSTORABLE.test(value);
    return value;
  });
  return found;
}

/**
 * Holds requests against the contract. What doesn't fit is an `InputError` that
 * names each place; Backstage's own router would keep the first message only.
 */
export function validateRequests(): (RequestHandler | ErrorRequestHandler)[] {
  return [
    refuseWhatCannotBeStored,
    ...middleware({
      apiSpec: spec as unknown as ApiSpec,
      validateRequests: {
        coerceTypes: false,
        allowUnknownQueryParameters: false,
        allErrors: true,
      },
      validateResponses: false,
      ignoreUndocumented: true,
      useRequestUrl: true,
    }),
    namePlaces,
  ];
}
