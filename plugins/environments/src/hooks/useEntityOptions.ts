import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useEffect, useRef, useState } from 'react';
import { entityName } from '@sandlot/plugin-environments-common';
import { Resource, useResource } from './useResource';

/** An entity to choose. */
export interface EntityOption {
  /** The full entity reference. */
  id: string;
  label: string;
  description: string;
}

const DEBOUNCE_MS = 200;
/** More than one looks through; whoever has more, types a letter. */
const LIMIT = 30;

/**
 * The entities that fit, by name.
 *
 * @param filter - fields of entities and the values that are offered
 * @param term - what their name or title contains; empty for all
 */
export function useEntityOptions(
  filter: Record<string, string[]>,
  term: string,
): Resource<EntityOption[]> {
  const catalogApi = useApi(catalogApiRef);
  const settled = useSettled(term);
  const last = useRef<EntityOption[]>();
  const resource = useResource(
    JSON.stringify(['entities', filter, settled]),
    async () => {
      const { items } = await catalogApi.queryEntities({
        filter,
        fullTextFilter: settled
          ? { term: settled, fields: ['metadata.name', 'metadata.title'] }
          : undefined,
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.title',
        ],
        orderFields: { field: 'metadata.name', order: 'asc' },
        limit: LIMIT,
      });
      return items.map(entity => {
        const id = stringifyEntityRef(entity);
        return {
          id,
          label: entity.metadata.title ?? entityName(id),
          description: id,
        };
      });
    },
  );
  last.current = resource.data ?? last.current;
  // What was found before stays until there is more: a list that comes and goes
  // under the pointer cannot be chosen from.
  return { ...resource, data: last.current };
}

/** The text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
