import { InputError } from '@backstage/errors';
import { RequestHandler } from 'express';

/** PostgreSQL's text has no NUL, and no JSON has half a character. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
/** Far above what parameters are, and far below what exhausts those who walk it by calls. */
const DEEPEST = 100;

/** Refuses what nothing behind it could keep, or walk. */
export const refuseUnstorable: RequestHandler = (req, _res, next) => {
  if (req.method === 'HEAD') {
    next(new InputError('request: HEAD is not served here, use GET'));
    return;
  }
  const fault = req.originalUrl.includes('%00')
    ? 'unstorable'
    : faultOf(req.body);
  if (fault === 'tooDeep') {
    next(
      new InputError(
        `request/body: it is nested too deep, expected ${DEEPEST} levels at most`,
      ),
    );
  } else if (fault === 'unstorable') {
    next(
      new InputError(
        'request: it holds a NUL or half a character, which nothing here may have',
      ),
    );
  } else {
    next();
  }
};

/** Level by level, since what is nested deep enough ends whatever calls itself. */
function faultOf(body: unknown): 'tooDeep' | 'unstorable' | undefined {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return 'tooDeep';
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string' && UNSTORABLE.test(value)) {
        return 'unstorable';
      }
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, inner] of Object.entries(value)) {
        if (UNSTORABLE.test(key)) return 'unstorable';
        below.push(inner);
      }
    }
    level = below;
  }
  return undefined;
}
