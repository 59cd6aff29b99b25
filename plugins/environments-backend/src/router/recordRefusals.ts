import { isError } from '@backstage/errors';
import { OperationRequest } from '@sandlot/plugin-environments-common';
import { ErrorRequestHandler, Request } from 'express';
import { AuditAction } from '../audit/AuditEvent';
import { Store } from '../database/Store';
import { driftActions } from '../drift/driftActions';
import { requestHandlers } from '../lifecycle/requests';
import { LimitReached } from '../limits/LimitReached';
import { Caller } from '../service/Caller';
import { isRecorded } from '../service/recordedRefusal';

/** Faults of a request that say nothing about the caller's rights; those are recorded where they are decided. */
const REFUSALS = [
  'InputError',
  'ConflictError',
  'TemplateError',
  // Of the parser of bodies.
  'PayloadTooLargeError',
  'SyntaxError',
];
const LONGEST_REASON = 1000;

/** What changes something, by the end of its path. */
const acts: { method: string; path: RegExp; action: AuditAction }[] = [
  { method: 'POST', path: /^\/environments$/i, action: 'environment.create' },
  { method: 'POST', path: /\/kubeconfig$/i, action: 'environment.access' },
  {
    method: 'DELETE',
    path: /\/access$/i,
    action: 'environment.revokeAccess',
  },
  {
    method: 'POST',
    path: /\/elevations$/i,
    action: 'environment.elevation.request',
  },
  {
    method: 'POST',
    path: /\/elevations\/[^/]*\/decision$/i,
    action: 'environment.elevation.decide',
  },
  {
    method: 'POST',
    path: /\/elevations\/[^/]*\/close$/i,
    action: 'environment.elevation.close',
  },
  { method: 'POST', path: /\/shares$/i, action: 'environment.share' },
  {
    method: 'POST',
    path: /\/shares\/redeem$/i,
    action: 'environment.redeemShare',
  },
  {
    method: 'DELETE',
    path: /\/shares\/[^/]*$/i,
    action: 'environment.revokeShare',
  },
  { method: 'POST', path: /\/upgrades$/i, action: 'environment.upgrade' },
  { method: 'POST', path: /\/rollbacks$/i, action: 'environment.rollback' },
  { method: 'PUT', path: /\/hold$/i, action: 'environment.hold' },
  { method: 'DELETE', path: /\/hold$/i, action: 'environment.release' },
  { method: 'POST', path: /^\/workbench\/tries$/i, action: 'template.try' },
  { method: 'POST', path: /^\/revisions\/.*\/halt$/i, action: 'template.halt' },
  {
    method: 'POST',
    path: /^\/revisions\/.*\/resume$/i,
    action: 'template.resume',
  },
  { method: 'POST', path: /^\/rollouts$/i, action: 'rollout.create' },
  { method: 'POST', path: /^\/rollouts\/.*\/pause$/i, action: 'rollout.pause' },
  {
    method: 'POST',
    path: /^\/rollouts\/.*\/resume$/i,
    action: 'rollout.resume',
  },
  {
    method: 'POST',
    path: /^\/rollouts\/.*\/cancel$/i,
    action: 'rollout.cancel',
  },
  {
    method: 'POST',
    path: /^\/operations\/.*\/cancel$/i,
    action: 'environment.cancel',
  },
  {
    method: 'PUT',
    path: /\/hibernation-plan$/i,
    action: 'environment.planHibernation',
  },
  { method: 'PUT', path: /\/legal-hold$/i, action: 'environment.legalHold' },
  {
    method: 'DELETE',
    path: /\/legal-hold$/i,
    action: 'environment.endLegalHold',
  },
  {
    method: 'POST',
    path: /^\/approvals\/.*\/decisions$/i,
    action: 'approval.decide',
  },
  {
    method: 'POST',
    path: /^\/approval-delegations$/i,
    action: 'approval.delegate',
  },
  { method: 'POST', path: /\/clones$/i, action: 'environment.create' },
  {
    method: 'DELETE',
    path: /^\/environments\/[^/]*$/i,
    action: 'environment.delete',
  },
];

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
    if (
      !action ||
      !isError(error) ||
      !REFUSALS.includes(error.name) ||
      error instanceof LimitReached ||
      isRecorded(error)
    ) {
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

function actionOf({ method, path, body }: Request): AuditAction | undefined {
  if (/^\/environments\/.*\/operations\/?$/i.test(path) && method === 'POST') {
    const kind: unknown = body?.kind;
    return isRequestKind(kind) ? `environment.${kind}` : undefined;
  }
  if (/\/drift\/decisions\/?$/i.test(path)) {
    return driftActions[body?.decision as keyof typeof driftActions];
  }
  return acts.find(
    act => act.method === method && act.path.test(path.replace(/\/$/, '')),
  )?.action;
}

function isRequestKind(kind: unknown): kind is OperationRequest['kind'] {
  return typeof kind === 'string' && Object.hasOwn(requestHandlers, kind);
}

function environmentIn(path: string): string | undefined {
  return /^\/environments\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i
    .exec(path)?.[1]
    .toLowerCase();
}
