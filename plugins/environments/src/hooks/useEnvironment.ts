import { useApi } from '@backstage/frontend-plugin-api';
import {
  Activity,
  Drift,
  Environment,
  EnvironmentObject,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { isChanging } from '../format/phase';
import { useEnvironmentSignal } from './useEnvironmentSignal';
import { Resource, useResource } from './useResource';

/** Signals come first; this is for when they don't come at all. */
const CHANGING_INTERVAL_MS = 2_000;
const SETTLED_INTERVAL_MS = 30_000;

/** One environment, followed live. */
export function useEnvironment(id: string): Resource<Environment> {
  const api = useApi(environmentsApiRef);
  const resource = useResource(
    id,
    signal => api.getEnvironment(id, { signal }),
    environment =>
      environment && isChanging(environment.phase)
        ? CHANGING_INTERVAL_MS
        : SETTLED_INTERVAL_MS,
  );
  useEnvironmentSignal(id, resource.refresh);
  return resource;
}

/** The objects of an environment as the cluster shows them. */
export function useObjects(id: string): Resource<EnvironmentObject[]> {
  const api = useApi(environmentsApiRef);
  const resource = useResource(
    id,
    async signal => (await api.listObjects(id, { signal })).items,
    objects =>
      objects?.some(object => object.health === 'Progressing')
        ? CHANGING_INTERVAL_MS
        : SETTLED_INTERVAL_MS,
  );
  useEnvironmentSignal(id, resource.refresh);
  return resource;
}

/** What somebody changed past the portal, as last compared. */
export function useDrift(id: string): Resource<Drift> {
  const api = useApi(environmentsApiRef);
  const resource = useResource(
    id,
    signal => api.getDrift(id, { signal }),
    () => SETTLED_INTERVAL_MS,
  );
  useEnvironmentSignal(id, resource.refresh);
  return resource;
}

/** Everything that was done with an environment, and what was decided. */
export function useActivity(id: string): Resource<Activity> {
  const api = useApi(environmentsApiRef);
  const resource = useResource(
    id,
    signal => api.listOperations(id, { signal }),
    () => SETTLED_INTERVAL_MS,
  );
  useEnvironmentSignal(id, resource.refresh);
  return resource;
}
