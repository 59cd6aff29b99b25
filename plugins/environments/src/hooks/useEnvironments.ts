import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  EnvironmentsFilter,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { isChanging } from '../format/phase';
import { useEnvironmentSignal } from './useEnvironmentSignal';
import { PagesResource, usePages } from './usePages';

/** A list of environments, followed live. */
export function useEnvironments(
  filter: EnvironmentsFilter,
): PagesResource<Environment> {
  const api = useApi(environmentsApiRef);
  const pages = usePages(
    JSON.stringify(filter),
    (cursor, signal) =>
      api.listEnvironments({ limit: 50, ...filter, cursor }, { signal }),
    items =>
      items.some(environment => isChanging(environment.phase)) ? 5_000 : 30_000,
  );
  useEnvironmentSignal(undefined, pages.refresh);
  return pages;
}
