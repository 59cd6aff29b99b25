import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  catalogEntityReadPermission,
  catalogLocationReadPermission,
  catalogPermissions,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isPermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { Person } from './Roles';

/**
 * Decides on a permission of the catalog; `undefined` for any other.
 *
 * Everybody reads the catalog, but somebody else's environment must not show
 * up in it either, unless one is a member of it. Only ops change it by hand.
 */
export function decideOnCatalog(
  permission: Permission,
  person: Person,
): PolicyDecision | undefined {
  if (!catalogPermissions.some(({ name }) => name === permission.name)) {
    return undefined;
  }
  if (isPermission(permission, catalogEntityReadPermission)) {
    return decideOnReadingEntities(person);
  }
  const mayRead = isPermission(permission, catalogLocationReadPermission);
  return {
    result:
      mayRead || person.role === 'ops'
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
  };
}

function decideOnReadingEntities(person: Person): PolicyDecision {
  if (person.role !== 'developer') {
    return { result: AuthorizeResult.ALLOW };
  }
  return createCatalogConditionalDecision(catalogEntityReadPermission, {
    anyOf: [
      {
        not: {
          allOf: [
            catalogConditions.isEntityKind({ kinds: ['Resource'] }),
            catalogConditions.hasSpec({
              key: 'type',
              value: 'kubernetes-environment',
            }),
          ],
        },
      },
      catalogConditions.isEntityOwner({ claims: person.claims }),
      ...person.claims.map(claim =>
        catalogConditions.hasSpec({ key: 'members', value: claim }),
      ),
    ],
  });
}
