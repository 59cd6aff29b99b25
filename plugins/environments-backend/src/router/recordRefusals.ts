import { isError } from '@backstage/errors';
import { ErrorRequestHandler, Request } from 'express';
import { AuditAction } from '../audit/AuditEvent';
import { Store } from '../database/Store';
import { Caller } from '../service/Caller';

/** Faults of a request that say nothing about the caller's rights; those are recorded where they are decided. */
const REFUSALS = ['InputError', 'ConflictError', 'TemplateError'];
const LONGEST_REASON = 1000;

/**
 * Records each attempt to change something that was refused for what was in
 * it. Nothing else of such a request is written.
 */
export function recordRefusals(
  store: Store,
  callerOf: (req: Request) => Promise<Caller>,
): ErrorRequestHandler {
  return async (error, req, _res, next) => {
    const action = actionOf(req);
    if (!action || !isError(error) || !REFUSALS.includes(error.name)) {
      next(error);
      return;
    }
    try {
      const { correlationId, actor, source } = await callerOf(req);
      await store.transaction(tx =>
        tx.record({
          stage: 'failed',
          action,
          correlationId,
          actor,
          source,
          target: {},
          environmentId: environmentIn(req.path),
          reason: `Refused: ${error.message}`.slice(0, LONGEST_REASON),
        }),
      );
      next(error);
    } catch (recordingError) {
      // No record, no answer: 401 for strangers, 503 without a database.
      next(recordingError);
    }
  };
}

function actionOf({ method, path }: Request): AuditAction | undefined {
  if (method === 'POST' && /^\/environments\/?$/i.test(path)) {
    return 'environment.create';
  }
  if (method === 'DELETE') return 'environment.delete';
  if (/\/kubeconfig\/?$/i.test(path)) return 'environment.access';
  return undefined;
}

function environmentIn(path: string): string | undefined {
  return /^\/environments\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(
    path,
  )?.[1];
}
