import { putToSleep } from '../putToSleep';
import { RequestHandler } from './RequestHandler';

/** Puts the environment to sleep until somebody resumes it. */
export const hibernate: RequestHandler = (
  tx,
  caller,
  environment,
  { reason },
  { now, operationId },
) =>
  putToSleep(tx, caller, environment, {
    cause: 'request',
    message: `${caller.actor.ref} asked that it hibernate`,
    reason,
    now,
    id: operationId,
  });
