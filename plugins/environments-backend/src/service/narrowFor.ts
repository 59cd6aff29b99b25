import {
  AcceptedOperation,
  Environment,
} from '@sandlot/plugin-environments-common';
import { Authorizer } from './Authorizer';
import { Caller } from './Caller';
import { ACT_PERMISSIONS, narrow } from './narrow';

/** What the state permits, less what the caller may not. */
export async function narrowFor(
  authorizer: Authorizer,
  caller: Caller,
  environment: Environment,
): Promise<Environment> {
  return narrow(
    environment,
    await authorizer.decisions(caller, ACT_PERMISSIONS),
  );
}

/** The same for what a request for work is answered with. */
export async function narrowAccepted(
  authorizer: Authorizer,
  caller: Caller,
  accepted: AcceptedOperation,
): Promise<AcceptedOperation> {
  const { environment } = accepted;
  return {
    ...accepted,
    environment: await narrowFor(authorizer, caller, environment),
  };
}
