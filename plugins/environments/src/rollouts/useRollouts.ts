import { useApi } from '@backstage/frontend-plugin-api';
import { Rollout, RolloutDetail } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { useEnvironmentSignal } from '../hooks/useEnvironmentSignal';
import { Resource, useResource } from '../hooks/useResource';

const RUNNING_INTERVAL_MS = 2_000;
const SETTLED_INTERVAL_MS = 30_000;

/** The rollouts of a template, newest first, followed live. */
export function useRollouts(template: string): Resource<Rollout[]> {
  const api = useApi(environmentsApiRef);
  const resource = useResource(
    `rollouts:${template}`,
    async signal => (await api.listRollouts({ template }, { signal })).items,
    items =>
      items?.some(({ state }) => state === 'Running')
        ? RUNNING_INTERVAL_MS
        : SETTLED_INTERVAL_MS,
  );
  useEnvironmentSignal(undefined, resource.refresh);
  return resource;
}

/** One rollout with its environments, followed live. */
export function useRollout(id: string): Resource<RolloutDetail> {
  const api = useApi(environmentsApiRef);
  const resource = useResource(
    `rollout:${id}`,
    signal => api.getRollout(id, { signal }),
    detail =>
      detail?.rollout.state === 'Running'
        ? RUNNING_INTERVAL_MS
        : SETTLED_INTERVAL_MS,
  );
  useEnvironmentSignal(undefined, resource.refresh);
  return resource;
}
