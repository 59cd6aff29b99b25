import { RootConfigService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/**
 * The groups that are ops or auditors, as full entity references in lower case: a group may
 * be configured by its name alone.
 */
export function readRole(
  config: RootConfigService,
  role: 'ops' | 'auditors',
): string[] {
  const refs = config.getOptionalStringArray(`environments.roles.${role}`);
  return (refs ?? []).map(ref =>
    stringifyEntityRef(parseEntityRef(ref, { defaultKind: 'group' })),
  );
}
