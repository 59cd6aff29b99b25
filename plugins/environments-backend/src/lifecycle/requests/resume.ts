import { planStages } from '../../domain/stages';
import { acceptOperation } from '../acceptOperation';
import { newEnd } from './extend';
import { RequestHandler } from './RequestHandler';

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
export const restore: RequestHandler = async (
  tx,
  caller,
  environment,
  { until, reason },
  { now, operationId },
) => {
  const { expiresAt, as } = await newEnd(caller, environment, until, now);
  const restored = await tx.environments.decide(environment.id, {
    expiresAt,
    deleteAt: null,
  });
  return acceptOperation(tx, as, restored, {
    kind: 'restore',
    id: operationId,
    stages: planStages('restore', [], environment.checks),
    message: `${caller.actor.ref} asked that it be restored`,
    reason,
    parameters: { until: expiresAt.toISOString() },
  });
};
