import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  BasicPermission,
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
    return {
      permission: this.#permission.name,
      decision: this.allows(environment) ? 'ALLOW' : 'DENY',
      basis:
        this.#answer.result === AuthorizeResult.CONDITIONAL
          ? `The policy asks for ${JSON.stringify(
              this.#answer.conditions,
            )}; the owner is ${environment.ownerRef}`
          : 'The policy decides for the caller, whatever the environment',
    };
  }
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
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials: caller.credentials,
    });
    return {
      permission: permission.name,
      decision: decision.result === AuthorizeResult.ALLOW ? 'ALLOW' : 'DENY',
      basis: 'The policy decides for the caller, whatever the environment',
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
    const ruleset = this.#registry.getPermissionRuleset(environmentResourceRef);
    return answers.map(
      (answer, index) =>
        new EnvironmentDecision(
          permissions[index],
          answer,
          createConditionAuthorizer<EnvironmentResource>(ruleset),
          createConditionTransformer<EnvironmentQuery>(ruleset),
        ),
    );
  }
}
