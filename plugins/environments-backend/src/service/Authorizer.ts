import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  BasicPermission,
  PermissionCondition,
  PermissionCriteria,
  PolicyDecision,
  QueryPermissionResponse,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import { EnvironmentQuery } from '../database/criteria';
import { Caller } from './Caller';
import { EnvironmentResource, environmentResourceRef } from './rules';

type Authorization = NonNullable<Caller['authorization']>;

type IsAuthorized = ReturnType<
  typeof createConditionAuthorizer<EnvironmentResource>
>;
type ToCriteria = ReturnType<
  typeof createConditionTransformer<EnvironmentQuery>
>;

/** What the policy says about one permission, for all environments. */
export class EnvironmentDecision {
  readonly #permission: ResourcePermission;
  readonly #answer: QueryPermissionResponse;
  readonly #isAuthorized: IsAuthorized;
  readonly #toCriteria: ToCriteria;

  constructor(
    permission: ResourcePermission,
    answer: QueryPermissionResponse,
    isAuthorized: IsAuthorized,
    toCriteria: ToCriteria,
  ) {
    this.#permission = permission;
    this.#answer = answer;
    this.#isAuthorized = isAuthorized;
    this.#toCriteria = toCriteria;
  }

  allows(environment: EnvironmentResource): boolean {
    return this.#isAuthorized(this.#answer as PolicyDecision, environment);
  }

  /** For a listing: nothing, everything, or what fits the criteria. */
  visible(): 'none' | 'all' | PermissionCriteria<EnvironmentQuery> {
    if (this.#answer.result === AuthorizeResult.CONDITIONAL) {
      return this.#toCriteria(this.#answer.conditions);
    }
    return this.#answer.result === AuthorizeResult.ALLOW ? 'all' : 'none';
  }

  authorize(environment: EnvironmentResource): Authorization {
    const decision = this.allows(environment) ? 'ALLOW' : 'DENY';
    return {
      permission: this.#permission.name,
      decision,
      basis: this.#basis(environment, decision),
    };
  }

  #basis({ ownerRef }: EnvironmentResource, decision: 'ALLOW' | 'DENY') {
    const verb = decision === 'ALLOW' ? 'allows' : 'denies';
    if (this.#answer.result !== AuthorizeResult.CONDITIONAL) {
      return `The policy ${verb} it to this caller for every environment`;
    }
    const rules = describeCriteria(this.#answer.conditions);
    return `The policy ${verb} it by the rule ${rules}; the owner is ${ownerRef}`;
  }
}

/** Such as `IS_OWNER (claims: user:default/dana, group:default/team-harbor)`. */
function describeCriteria(
  criteria: PermissionCriteria<PermissionCondition>,
): string {
  if ('allOf' in criteria) {
    return criteria.allOf.map(describeCriteria).join(' and ');
  }
  if ('anyOf' in criteria) {
    return criteria.anyOf.map(describeCriteria).join(' or ');
  }
  if ('not' in criteria) return `not ${describeCriteria(criteria.not)}`;
  const parameters = Object.entries(criteria.params ?? {}).map(
    ([name, value]) => `${name}: ${[value].flat().join(', ')}`,
  );
  return parameters.length > 0
    ? `${criteria.rule} (${parameters.join('; ')})`
    : criteria.rule;
}

/** Asks Backstage's permission framework, and says in words what it answered. */
export class Authorizer {
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;

  constructor(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
  }) {
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
  }

  async decideBasic(
    caller: Caller,
    permission: BasicPermission,
  ): Promise<Authorization> {
    if (caller.actor.kind !== 'user') {
      return {
        permission: permission.name,
        decision: 'DENY',
        basis: 'Only people may do this, and this is a service',
      };
    }
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials: caller.credentials,
    });
    const isAllowed = decision.result === AuthorizeResult.ALLOW;
    return {
      permission: permission.name,
      decision: isAllowed ? 'ALLOW' : 'DENY',
      basis: `The policy ${isAllowed ? 'allows' : 'denies'} it to this person`,
    };
  }

  /** One round trip for several permissions; each is then decided for any environment. */
  async decisions(
    caller: Caller,
    permissions: ResourcePermission[],
  ): Promise<EnvironmentDecision[]> {
    const answers = await this.#permissions.authorizeConditional(
      permissions.map(permission => ({ permission })),
      { credentials: caller.credentials },
    );
    // The framework allows services everything; here they may look, for the
    // catalog, and nothing more.
    const isUser = caller.actor.kind === 'user';
    const ruleset = this.#registry.getPermissionRuleset(environmentResourceRef);
    return answers.map(
      (answer, index) =>
        new EnvironmentDecision(
          permissions[index],
          isUser || permissions[index].attributes.action === 'read'
            ? answer
            : { result: AuthorizeResult.DENY },
          createConditionAuthorizer<EnvironmentResource>(ruleset),
          createConditionTransformer<EnvironmentQuery>(ruleset),
        ),
    );
  }
}
