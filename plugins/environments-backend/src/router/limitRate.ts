import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { Store } from '../database/Store';
import { Caller } from '../service/Caller';

const PATH = 'environments.rateLimit';
const MINUTE = 60_000;

const schema = z.strictObject({
  requestsPerMinute: z.int().min(0).optional(),
  changesPerMinute: z.int().min(0).optional(),
});

/** How often one person, or one service, may ask; 0 is as often as they like. */
export interface RateLimits {
  requestsPerMinute: number;
  /** Of what changes something. */
  changesPerMinute: number;
}

const DEFAULTS: RateLimits = {
  requestsPerMinute: 1_200,
  changesPerMinute: 120,
};

/** @throws InputError that names the place and what was expected there */
export function readRateLimits(config: RootConfigService): RateLimits {
  const result = schema.safeParse(config.getOptional(PATH) ?? {});
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .map(({ path, message }) => `${[PATH, ...path].join('.')}: ${message}`)
        .join('\n'),
    );
  }
  return { ...DEFAULTS, ...result.data };
}

/** Answered with 429. */
class TooManyRequests extends Error {
  readonly name = 'TooManyRequestsError';
  readonly statusCode = 429;
}

/**
 * Lets nobody take the portal away from the others. Counted by each backend for itself: with
 * N backends it is up to N times as much. The first refusal of a minute is recorded; to
 * record each would be a load of its own.
 */
export function limitRate(options: {
  limits: RateLimits;
  store: Store;
  callerOf: (req: Request) => Promise<Caller>;
}): RequestHandler[] {
  const { limits, store, callerOf } = options;
  const limitTo = (
    limit: number,
    what: string,
    isCounted: (req: Request) => boolean,
  ) =>
    rateLimit({
      windowMs: MINUTE,
      limit,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      identifier: what,
      skip: req => limit === 0 || !isCounted(req),
      keyGenerator: async req => (await callerOf(req)).actor.ref,
      handler: async (req, _res, next) => {
        const { rateLimit: use } = req as Request & {
          rateLimit: { used: number };
        };
        const reason = `More than ${limit} ${what} in a minute: wait until the time in Retry-After, and ask less often`;
        if (use.used === limit + 1) {
          const { correlationId, actor, source } = await callerOf(req);
          await store.transaction(tx =>
            tx.record({
              action: 'api.limit',
              stage: 'denied',
              correlationId,
              actor,
              source,
              target: {},
              reason,
            }),
          );
        }
        next(new TooManyRequests(reason));
      },
    });
  return [
    limitTo(limits.requestsPerMinute, 'requests', () => true),
    limitTo(limits.changesPerMinute, 'changes', ({ method, path }) =>
      isChange(method, path),
    ),
  ];
}

/** A preview is asked for with each key that is hit, and changes nothing. */
function isChange(method: string, path: string): boolean {
  return (
    !['GET', 'HEAD', 'OPTIONS'].includes(method) &&
    !/(^|\/|-)previews$|^\/workbench\/checks$|^\/policies\/simulations$/.test(
      path,
    )
  );
}
