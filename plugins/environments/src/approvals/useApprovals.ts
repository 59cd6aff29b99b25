import { useApi } from '@backstage/frontend-plugin-api';
import {
  Approval,
  ApprovalDetail,
  ApprovalsFilter,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { useEnvironmentSignal } from '../hooks/useEnvironmentSignal';
import { PagesResource, usePages } from '../hooks/usePages';
import { Resource, useResource } from '../hooks/useResource';

/** Signals come first; this is for when they don't come at all. */
const INTERVAL_MS = 30_000;
/** As many as the contract gives at once; more is told as more. */
const MOST_COUNTED = 200;

/** Approvals, those that wait longest first, followed live. */
export function useApprovals(
  filter: Pick<ApprovalsFilter, 'scope' | 'state'>,
): PagesResource<Approval> {
  const api = useApi(environmentsApiRef);
  const pages = usePages(
    `approvals:${JSON.stringify(filter)}`,
    (cursor, signal) =>
      api.listApprovals({ limit: 50, ...filter, cursor }, { signal }),
    () => INTERVAL_MS,
  );
  useEnvironmentSignal(undefined, pages.refresh);
  return pages;
}

/** One approval with what would be made, followed live. */
export function useApproval(id: string): Resource<ApprovalDetail> {
  const api = useApi(environmentsApiRef);
  const resource = useResource(
    id,
    signal => api.getApproval(id, { signal }),
    () => INTERVAL_MS,
  );
  useEnvironmentSignal(undefined, resource.refresh);
  return resource;
}

/**
 * How many approvals and elevations wait for the decision of whoever is signed in, for a place
 * of one's own to show it; none while that is not known.
 *
 * @public
 */
export function useWaitingApprovals(): number {
  const api = useApi(environmentsApiRef);
  const resource = useResource(
    'waiting approvals',
    async signal => {
      const [approvals, elevations] = await Promise.all([
        api.listApprovals(
          { scope: 'mine', state: 'open', limit: MOST_COUNTED },
          { signal },
        ),
        api.listWaitingElevations({ limit: MOST_COUNTED }, { signal }),
      ]);
      return (
        approvals.items.filter(({ mayDecide }) => mayDecide).length +
        elevations.items.length
      );
    },
    () => INTERVAL_MS,
  );
  useEnvironmentSignal(undefined, resource.refresh);
  return resource.data ?? 0;
}
