import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { entityName } from '@sandlot/plugin-environments-common';
import { useResource } from './useResource';

/** A person or group to choose in a filter. */
export interface OwnerOption {
  id: string;
  label: string;
}

/**
 * The people and groups of the catalog; none while it does not answer, for a
 * filter is no reason to show an error.
 */
export function useOwners(kinds: ('User' | 'Group')[]): OwnerOption[] {
  const catalogApi = useApi(catalogApiRef);
  const { data } = useResource(`owners:${kinds.join()}`, async () => {
    const { items } = await catalogApi.getEntities({
      filter: { kind: kinds },
      fields: ['kind', 'metadata.name', 'metadata.namespace'],
    });
    return items
      .map(entity => stringifyEntityRef(entity))
      .map(ref => ({ id: ref, label: entityName(ref) }))
      .sort((a, b) => a.label.localeCompare(b.label));
  });
  return data ?? [];
}
