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
import {
  environmentCreatePermission,
  leaseOverridePermission,
  templateManagePermission,
} from '@sandlot/plugin-environments-common';
import { EnvironmentQuery } from '../database/criteria';
import { Authorization, Caller } from './Caller';
import { EnvironmentResource, environmentResourceRef } from './rules';

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

function describeBasic(
  caller: Caller,
  permission: BasicPermission,
  answer: QueryPermissionResponse,
): Authorization {
  if (caller.actor.kind !== 'user') {
    return {
      permission: permission.name,
      decision: 'DENY',
      basis: 'Only people may do this, and this is a service',
    };
  }
  const isAllowed = answer.result === AuthorizeResult.ALLOW;
  return {
    permission: permission.name,
    decision: isAllowed ? 'ALLOW' : 'DENY',
    basis: `The policy ${isAllowed ? 'allows' : 'denies'} it to this person`,
  };
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
    const [answer] = await this.#ask(caller, [permission]);
    return describeBasic(caller, permission, answer);
  }

  /** The caller, who says whether they look after templates when that matters. */
  withTemplates(caller: Caller): Caller {
    const authorize = this.#onDemand(caller, templateManagePermission);
    return {
      ...caller,
      managesTemplates: async () => (await authorize()).decision === 'ALLOW',
    };
  }

  /** The same about leases. */
  withLeases(caller: Caller): Caller {
    return {
      ...caller,
      authorizeLeaseOverride: this.#onDemand(caller, leaseOverridePermission),
    };
  }

  /** Asks when it matters, and once. */
  #onDemand(
    caller: Caller,
    permission: BasicPermission,
  ): () => Promise<Authorization> {
    let answer: Promise<Authorization> | undefined;
    return () => {
      answer ??= this.decideBasic(caller, permission);
      return answer;
    };
  }

  /** May the caller create, and what with what they create: one round trip. */
  async decideOnCreation(
    caller: Caller,
    permissions: ResourcePermission[],
  ): Promise<[Authorization, EnvironmentDecision[]]> {
    const [create, ...answers] = await this.#ask(caller, [
      environmentCreatePermission,
      ...permissions,
    ]);
    return [
      describeBasic(caller, environmentCreatePermission, create),
      this.#toDecisions(caller, permissions, answers),
    ];
  }

  /** One round trip for several permissions; each is then decided for any environment. */
  async decisions(
    caller: Caller,
    permissions: ResourcePermission[],
  ): Promise<EnvironmentDecision[]> {
    const answers = await this.#ask(caller, permissions);
    return this.#toDecisions(caller, permissions, answers);
  }

  #ask(
    caller: Caller,
    permissions: (BasicPermission | ResourcePermission)[],
  ): Promise<QueryPermissionResponse[]> {
    return this.#permissions.authorizeConditional(
      // The framework answers basic permissions here as well; its types don't say so.
      permissions.map(permission => ({
        permission: permission as ResourcePermission,
      })),
      { credentials: caller.credentials },
    );
  }

  #toDecisions(
    caller: Caller,
    permissions: ResourcePermission[],
    answers: QueryPermissionResponse[],
  ): EnvironmentDecision[] {
    const ruleset = this.#registry.getPermissionRuleset(environmentResourceRef);
    return permissions.map(
      (permission, index) =>
        new EnvironmentDecision(
          permission,
          // The framework allows services everything; here they may look, for
          // the catalog, and nothing more.
          caller.actor.kind === 'user' ||
          permission.attributes.action === 'read'
            ? answers[index]
            : { result: AuthorizeResult.DENY },
          createConditionAuthorizer<EnvironmentResource>(ruleset),
          createConditionTransformer<EnvironmentQuery>(ruleset),
        ),
    );
  }
}
