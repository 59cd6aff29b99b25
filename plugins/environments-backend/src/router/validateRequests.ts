import { InputError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';
import { ErrorRequestHandler, Request, RequestHandler } from 'express';
import {
  error as validatorErrors,
  middleware,
} from 'express-openapi-validator';
import { spec } from '../schema/openapi.generated';
import { isInstant } from './isInstant';
import { explainFormat, plainFormats } from './plainText';
import { refuseUnstorable } from './refuseUnstorable';

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

const namePlaces: ErrorRequestHandler = (error, req, _res, next) => {
  if (
    error instanceof validatorErrors.BadRequest ||
    error instanceof validatorErrors.UnsupportedMediaType
  ) {
    next(
      new RequestError(
        error instanceof validatorErrors.UnsupportedMediaType
          ? [{ path: '', message: 'send it as Content-Type: application/json' }]
          : error.errors.map(({ path, message }) => ({
              path,
              message: explain(message, () => valueAt(req, path)),
            })),
      ),
    );
    return;
  }
  next(error);
};

/** The validator's own words don't say what is one. */
function explain(message: string, valueOf: () => unknown): string {
  const format = /^must match format "([^"]+)"$/.exec(message)?.[1];
  if (format === undefined) return message;
  if (format === 'date-time') {
    return `${message}: expected a time of the calendar, such as 2026-01-31T17:00:00Z`;
  }
  return explainFormat(format, valueOf()) ?? message;
}

/** @param path - JSON Pointer that begins with `/body` or `/query` */
function valueAt(req: Request, path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' &&
        value !== null &&
        Object.hasOwn(value, part)
          ? (value as Record<string, unknown>)[part]
          : undefined,
      { body: req.body, query: req.query },
    );
}

/**
 * Holds requests against the contract. What doesn't fit is an `InputError` that
 * names each place; Backstage's own router would keep the first message only.
 */
export function validateRequests(): (RequestHandler | ErrorRequestHandler)[] {
  return [
    refuseUnstorable,
    ...middleware({
      apiSpec: spec as unknown as ApiSpec,
      validateRequests: {
        coerceTypes: false,
        allowUnknownQueryParameters: false,
        allErrors: true,
      },
      validateResponses: false,
      formats: {
        'date-time': { type: 'string', validate: isInstant },
        ...plainFormats,
      },
      ignoreUndocumented: true,
      useRequestUrl: true,
    }),
    namePlaces,
  ];
}
