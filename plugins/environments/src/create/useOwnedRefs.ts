import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Resource, useResource } from '../hooks/useResource';

/**
 * Those for whom the caller may own something: groups first, for what a team
 * owns survives its members.
 */
export function useOwnedRefs(): Resource<string[]> {
  const identityApi = useApi(identityApiRef);
  return useResource('owned', async () => {
    const { ownershipEntityRefs } = await identityApi.getBackstageIdentity();
    return [...ownershipEntityRefs].sort(
      (a, b) =>
        Number(b.startsWith('group:')) - Number(a.startsWith('group:')) ||
        a.localeCompare(b),
    );
  });
}
