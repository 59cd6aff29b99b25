import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../../api';
import { Resource, useResource } from '../../hooks/useResource';

const PAGE_SIZE = 200;

/** Every live environment of a template, however many pages that takes. */
export function useAllEnvironments(template: string): Resource<Environment[]> {
  const api = useApi(environmentsApiRef);
  return useResource(`all-environments:${template}`, async signal => {
    const all: Environment[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.listEnvironments(
        { scope: 'all', template, limit: PAGE_SIZE, cursor },
        { signal },
      );
      all.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return all;
  });
}
