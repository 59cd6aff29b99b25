import {
  AuthorizeResult,
  type Permission,
  type PermissionCondition,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_ENVIRONMENT,
  auditManagePermission,
  auditReadPermission,
  elevationDecidePermission,
  environmentAccessPermission,
  environmentCreatePermission,
  environmentDeletePermission,
  environmentHoldPermission,
  environmentLegalHoldPermission,
  environmentManagePermission,
  environmentReadPermission,
  environmentSharePermission,
  environmentUpgradePermission,
  leaseOverridePermission,
  policyReportPermission,
  templateManagePermission,
  templateReportPermission,
} from '@sandlot/plugin-environments-common';
import type { Person, Role } from './Roles';

type Rule = (person: Person) => PolicyDecision;

const allow: Rule = () => ({ result: AuthorizeResult.ALLOW });
const deny: Rule = () => ({ result: AuthorizeResult.DENY });

type RuleName = 'IS_OWNER' | 'IS_MEMBER' | 'IS_GUEST';

function condition(rule: RuleName, claims: string[]): PermissionCondition {
  return {
    rule,
    resourceType: RESOURCE_TYPE_ENVIRONMENT,
    params: { claims },
  };
}

/** By rules of the environments plugin, of resource type `environment`. */
const ifAny =
  (first: RuleName, ...others: RuleName[]): Rule =>
  ({ claims }) => ({
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'environments',
    resourceType: RESOURCE_TYPE_ENVIRONMENT,
    conditions: {
      anyOf: [
        condition(first, claims),
        ...others.map(rule => condition(rule, claims)),
      ],
    },
  });
const ifOwner = ifAny('IS_OWNER');
const ifUser = ifAny('IS_OWNER', 'IS_MEMBER');
const ifReader = ifAny('IS_OWNER', 'IS_MEMBER', 'IS_GUEST');

// prettier-ignore
const rules = new Map<string, Record<Role, Rule>>([
  [environmentCreatePermission.name,  { developer: allow,   ops: allow,   auditor: deny }],
  [environmentReadPermission.name,    { developer: ifReader, ops: allow,   auditor: allow }],
  [environmentAccessPermission.name,  { developer: ifUser, ops: ifUser, auditor: deny }],
  [environmentDeletePermission.name,  { developer: ifOwner, ops: allow,   auditor: deny }],
  [environmentUpgradePermission.name, { developer: ifOwner, ops: allow,   auditor: deny }],
  [environmentHoldPermission.name,    { developer: ifOwner, ops: allow,   auditor: deny }],
  [environmentManagePermission.name,  { developer: ifOwner, ops: allow,   auditor: deny }],
  [environmentSharePermission.name,   { developer: ifOwner, ops: allow,   auditor: deny }],
  [environmentLegalHoldPermission.name, { developer: deny,  ops: allow,   auditor: allow }],
  [elevationDecidePermission.name,    { developer: deny,    ops: allow,   auditor: deny }],
  [leaseOverridePermission.name,      { developer: deny,    ops: allow,   auditor: deny }],
  [policyReportPermission.name,       { developer: deny,    ops: allow,   auditor: allow }],
  [templateReportPermission.name,     { developer: deny,    ops: allow,   auditor: allow }],
  [templateManagePermission.name,     { developer: deny,    ops: allow,   auditor: deny }],
  [auditReadPermission.name,          { developer: deny,    ops: allow,   auditor: allow }],
  [auditManagePermission.name,        { developer: deny,    ops: allow,   auditor: deny }],
]);

/** Decides on a permission of the environments plugin; `undefined` for any other. */
export function decideOnEnvironments(
  permission: Permission,
  person: Person,
): PolicyDecision | undefined {
  return rules.get(permission.name)?.[person.role](person);
}
