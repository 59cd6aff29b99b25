import {
  Environment,
  environmentAccessPermission,
  environmentDeletePermission,
  environmentHoldPermission,
  environmentLegalHoldPermission,
  environmentManagePermission,
  environmentReadPermission,
  environmentSharePermission,
  environmentUpgradePermission,
} from '@sandlot/plugin-environments-common';
import { GuestRow } from '../database/SharesTable';
import { EnvironmentDecision } from './Authorizer';

type Act = keyof Environment['allowed'];

/** What may be done with an environment, and the permission that it takes. */
const permissionOf = {
  access: environmentAccessPermission,
  cancel: environmentManagePermission,
  // Whoever sees it may copy its choices; creating has a permission of its own.
  clone: environmentReadPermission,
  decideDrift: environmentUpgradePermission,
  delete: environmentDeletePermission,
  extend: environmentManagePermission,
  hibernate: environmentManagePermission,
  hold: environmentHoldPermission,
  legalHold: environmentLegalHoldPermission,
  members: environmentSharePermission,
  planHibernation: environmentManagePermission,
  restore: environmentManagePermission,
  resume: environmentManagePermission,
  rollback: environmentUpgradePermission,
  transfer: environmentSharePermission,
  upgrade: environmentUpgradePermission,
  withdraw: environmentManagePermission,
} as const satisfies Record<Act, unknown>;

/** Every permission that `narrow` needs a decision on. */
export const ACT_PERMISSIONS = [...new Set(Object.values(permissionOf))];

/**
 * Whether the caller sees it by a share link alone, if they see it.
 *
 * @param decisions - on `ACT_PERMISSIONS`, in that order
 */
export function isGuest(
  { owner: ownerRef, members }: Environment,
  decisions: EnvironmentDecision[],
): boolean {
  const read = decisions[ACT_PERMISSIONS.indexOf(environmentReadPermission)];
  return !read.allows({ ownerRef, members, guests: [] });
}

/**
 * What the state permits, less what the caller may not.
 *
 * @param decisions - on `ACT_PERMISSIONS`, in that order
 * @param guest - by what they see it, where that is a share link
 */
export function narrow(
  environment: Environment,
  decisions: EnvironmentDecision[],
  guest?: GuestRow,
): Environment {
  const { owner: ownerRef, members } = environment;
  const allowed = { ...environment.allowed };
  for (const act of Object.keys(permissionOf) as Act[]) {
    const decision = decisions[ACT_PERMISSIONS.indexOf(permissionOf[act])];
    // Guests read, and do nothing.
    allowed[act] &&= decision.allows({ ownerRef, members, guests: [] });
  }
  return {
    ...environment,
    allowed,
    guest: guest && {
      until: guest.until.toISOString(),
      sharedBy: guest.sharedBy,
    },
  };
}
