import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_ENVIRONMENT,
  auditReadPermission,
  environmentAccessPermission,
  environmentCreatePermission,
  environmentDeletePermission,
  environmentHoldPermission,
  environmentReadPermission,
  environmentUpgradePermission,
  templateManagePermission,
  templateReportPermission,
} from '@sandlot/plugin-environments-common';
import type { Person, Role } from './Roles';

type Rule = (person: Person) => PolicyDecision;

const allow: Rule = () => ({ result: AuthorizeResult.ALLOW });
const deny: Rule = () => ({ result: AuthorizeResult.DENY });

/** The rule is the environments plugin's own: `IS_OWNER` of resource type `environment`. */
const ifOwner: Rule = ({ claims }) => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'environments',
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
  conditions: {
    anyOf: [
      {
        rule: 'IS_OWNER',
        resourceType: RESOURCE_TYPE_ENVIRONMENT,
        params: { claims },
      },
    ],
  },
});

// prettier-ignore
const rules = new Map<string, Record<Role, Rule>>([
  [environmentCreatePermission.name,  { developer: allow,   ops: allow,   auditor: deny }],
  [environmentReadPermission.name,    { developer: ifOwner, ops: allow,   auditor: allow }],
  [environmentAccessPermission.name,  { developer: ifOwner, ops: ifOwner, auditor: deny }],
  [environmentDeletePermission.name,  { developer: ifOwner, ops: allow,   auditor: deny }],
  [environmentUpgradePermission.name, { developer: ifOwner, ops: allow,   auditor: deny }],
  [environmentHoldPermission.name,    { developer: ifOwner, ops: allow,   auditor: deny }],
  [templateReportPermission.name,     { developer: deny,    ops: allow,   auditor: allow }],
  [templateManagePermission.name,     { developer: deny,    ops: allow,   auditor: deny }],
  [auditReadPermission.name,          { developer: deny,    ops: allow,   auditor: allow }],
]);

/** Decides on a permission of the environments plugin; `undefined` for any other. */
export function decideOnEnvironments(
  permission: Permission,
  person: Person,
): PolicyDecision | undefined {
  return rules.get(permission.name)?.[person.role](person);
}
