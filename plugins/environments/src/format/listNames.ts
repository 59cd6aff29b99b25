import { entityName } from '@sandlot/plugin-environments-common';

/** Such as `dana, milo and team-harbor`, each once. */
export function listNames(refs: string[]): string {
  return new Intl.ListFormat('en-GB').format(
    [...new Set(refs)].map(ref => entityName(ref)),
  );
}
