import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { Resource, useResource } from '../hooks/useResource';

/**
 * The environment to copy the choices of, as it is now; nothing changes in the
 * form when it changes later.
 *
 * @param id - undefined for none
 */
export function useSource(
  id: string | undefined,
): Resource<{ environment?: Environment }> {
  const api = useApi(environmentsApiRef);
  return useResource(`source ${id}`, async signal =>
    id ? { environment: await api.getEnvironment(id, { signal }) } : {},
  );
}
