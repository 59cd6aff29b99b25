import { Environment } from '@sandlot/plugin-environments-common';
import { EnvironmentDecision } from './Authorizer';

/** What the state permits, less what the caller may not. */
export function narrow(
  environment: Environment,
  decisions: Record<
    'access' | 'delete' | 'upgrade' | 'hold',
    EnvironmentDecision
  >,
): Environment {
  const resource = { ownerRef: environment.owner };
  return {
    ...environment,
    allowed: {
      delete: environment.allowed.delete && decisions.delete.allows(resource),
      access: environment.allowed.access && decisions.access.allows(resource),
      upgrade:
        environment.allowed.upgrade && decisions.upgrade.allows(resource),
      rollback:
        environment.allowed.rollback && decisions.upgrade.allows(resource),
      hold: environment.allowed.hold && decisions.hold.allows(resource),
      decideDrift:
        environment.allowed.decideDrift && decisions.upgrade.allows(resource),
    },
  };
}
