import {
  Environment,
  environmentAccessPermission,
  environmentDeletePermission,
  environmentHoldPermission,
  environmentUpgradePermission,
} from '@sandlot/plugin-environments-common';
import { Authorizer } from './Authorizer';
import { Caller } from './Caller';
import { narrow } from './narrow';

/** What the state permits, less what the caller may not. */
export async function narrowFor(
  authorizer: Authorizer,
  caller: Caller,
  environment: Environment,
): Promise<Environment> {
  const [access, del, upgrade, hold] = await authorizer.decisions(caller, [
    environmentAccessPermission,
    environmentDeletePermission,
    environmentUpgradePermission,
    environmentHoldPermission,
  ]);
  return narrow(environment, { access, delete: del, upgrade, hold });
}
