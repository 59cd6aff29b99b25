import type { Config } from '@backstage/config';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { decideOnCatalog } from './decideOnCatalog';
import { decideOnEnvironments } from './decideOnEnvironments';
import { Roles } from './Roles';

/**
 * What developers, ops and auditors may do, with environments and with the
 * catalog. A permission that no rule here knows is denied to everybody.
 *
 * A portal that has a policy of its own calls this one for what it leaves open,
 * since a backend takes only one policy.
 *
 * @public
 */
export class EnvironmentsPolicy implements PermissionPolicy {
  readonly #roles: Roles;

  /**
   * Reads the groups of ops and auditors from `environments.roles`.
   *
   * @throws Error if a reference there isn't one of a group.
   */
  static fromConfig(config: Config): EnvironmentsPolicy {
    return new EnvironmentsPolicy(Roles.fromConfig(config));
  }

  private constructor(roles: Roles) {
    this.#roles = roles;
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const person = user && this.#roles.personOf(user.info.ownershipEntityRefs);
    return (
      (person &&
        (decideOnEnvironments(permission, person) ??
          decideOnCatalog(permission, person))) ?? {
        result: AuthorizeResult.DENY,
      }
    );
  }
}
