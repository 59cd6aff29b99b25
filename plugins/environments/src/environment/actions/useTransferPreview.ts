import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  TransferPreview,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../../api';
import { Resource, useResource } from '../../hooks/useResource';

/** What would be said to that owner, once one is chosen. */
export function useTransferPreview(
  { id }: Environment,
  owner: string | undefined,
): Resource<TransferPreview | undefined> {
  const api = useApi(environmentsApiRef);
  return useResource(`transfer of ${id} to ${owner}`, async signal =>
    owner === undefined
      ? undefined
      : api.createTransferPreview(id, { owner }, { signal }),
  );
}
