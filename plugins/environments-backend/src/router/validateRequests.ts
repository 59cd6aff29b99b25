import { InputError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';
import { ErrorRequestHandler, Request, RequestHandler } from 'express';
import {
  error as validatorErrors,
  middleware,
} from 'express-openapi-validator';
import { spec } from '../schema/openapi.generated';
import { isInstant } from './isInstant';
import { plainFormats } from './plainText';
import { refuseUnstorable } from './refuseUnstorable';
import { requestFault } from './requestFault';
import { ContractOperation } from './schemasAt';

type ValidationErrorItem = InstanceType<
  typeof validatorErrors.BadRequest
>['errors'][number];
type ApiSpec = Exclude<Parameters<typeof middleware>[0]['apiSpec'], string>;

/** A request that doesn't fit the contract. */
class RequestError extends InputError {
  /** Paths are JSON Pointers into the body, or begin with `/query`, `/params` or `/headers`. */
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(
      problems
        .map(({ path, message, expected }) =>
          [`request${path}`, message, expected && `expected ${expected}`]
            .filter(Boolean)
            .join(': '),
        )
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
          : error.errors.map(one => toProblem(req, one)),
      ),
    );
    return;
  }
  next(error);
};

function toProblem(
  req: Request & { openapi?: { schema: ContractOperation } },
  { path, message, errorCode }: ValidationErrorItem,
): Problem {
  const operation = req.openapi?.schema;
  const keyword = errorCode?.split('.')[0];
  // What is no fault against a schema is said by the validator alone.
  if (!operation || !keyword) return { path, message };
  const place = path
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  return {
    path,
    ...requestFault(
      operation,
      { keyword, message, place },
      valueAt(req, place),
    ),
  };
}

/** @param place - segments that begin with `body` or `query` */
function valueAt(req: Request, place: string[]): unknown {
  return place.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
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
