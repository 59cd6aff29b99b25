import { useApi } from '@backstage/frontend-plugin-api';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { useResource } from './useResource';

/**
 * Whether to offer something; undefined while it is unknown. `false` where
 * nobody could say: the server would not have it either.
 */
export function useMay(permission: BasicPermission): boolean | undefined {
  const permissionApi = useApi(permissionApiRef);
  const { data, error } = useResource(`may:${permission.name}`, async () => {
    const { result } = await permissionApi.authorize({ permission });
    return result === AuthorizeResult.ALLOW;
  });
  return error ? false : data;
}
