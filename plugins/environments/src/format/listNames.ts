import { entityName } from './entityRef';

/** Such as `dana, milo and team-harbor`, each once. */
export function listNames(refs: string[]): string {
  return new Intl.ListFormat('en-GB').format(
    [...new Set(refs)].map(ref => entityName(ref)),
  );
}
