import { planStages } from '../../domain/stages';
import { acceptOperation } from '../acceptOperation';
import { RequestHandler } from './RequestHandler';
import { withEnd } from './withEnd';

/** Wakes it up. */
export const resume: RequestHandler = (
  tx,
  caller,
  environment,
  { reason },
  { operationId },
) =>
  acceptOperation(tx, caller, environment, {
    kind: 'resume',
    id: operationId,
    stages: planStages('resume', [], environment.checks),
    message: `${caller.actor.ref} asked that it be resumed`,
    reason,
  });

/** Wakes up what has expired, with a new end of its lease. */
export const restore: RequestHandler = (
  tx,
  requester,
  environment,
  request,
  context,
) =>
  withEnd(
    tx,
    requester,
    environment,
    { ...request, kind: 'restore' },
    context,
    async (expiresAt, as) => {
      const restored = await tx.environments.decide(environment.id, {
        expiresAt,
        deleteAt: null,
      });
      return acceptOperation(tx, as, restored, {
        kind: 'restore',
        id: context.operationId,
        stages: planStages('restore', [], environment.checks),
        message: `${requester.actor.ref} asked that it be restored`,
        reason: request.reason,
        parameters: { until: expiresAt.toISOString() },
      });
    },
  );
