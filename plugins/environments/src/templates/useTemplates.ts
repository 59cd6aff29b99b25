import { useApi } from '@backstage/frontend-plugin-api';
import {
  RevisionComparison,
  TemplateReport,
  TemplateRevision,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { Resource, useResource } from '../hooks/useResource';

/** Templates change when somebody merges, so rarely. */
const INTERVAL_MS = 30_000;

/** How every template fares. */
export function useTemplateReports(): Resource<TemplateReport[]> {
  const api = useApi(environmentsApiRef);
  return useResource(
    'template-reports',
    async signal => (await api.listTemplateReports({ signal })).items,
    () => INTERVAL_MS,
  );
}

/** The revisions of a template, newest first. */
export function useTemplateRevisions(key: {
  namespace: string;
  name: string;
}): Resource<TemplateRevision[]> {
  const api = useApi(environmentsApiRef);
  return useResource(
    `revisions:${key.namespace}/${key.name}`,
    async signal => (await api.listTemplateRevisions(key, { signal })).items,
    () => INTERVAL_MS,
  );
}

/** What changes from one revision to another. */
export function useComparison(
  from: string,
  to: string,
): Resource<RevisionComparison> {
  const api = useApi(environmentsApiRef);
  return useResource(`${from}...${to}`, signal =>
    api.compareTemplateRevisions(to, from, { signal }),
  );
}
