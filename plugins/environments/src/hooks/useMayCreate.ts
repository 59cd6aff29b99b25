import { useApi } from '@backstage/frontend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { environmentCreatePermission } from '@sandlot/plugin-environments-common';
import { useResource } from './useResource';

/**
 * Whether to offer a new environment; undefined while it is unknown. `false`
 * where nobody could say: the server would not have it either.
 */
export function useMayCreate(): boolean | undefined {
  const permissionApi = useApi(permissionApiRef);
  const { data, error } = useResource('may-create', async () => {
    const { result } = await permissionApi.authorize({
      permission: environmentCreatePermission,
    });
    return result === AuthorizeResult.ALLOW;
  });
  return error ? false : data;
}
