import { useApi } from '@backstage/frontend-plugin-api';
import {
  AuditFilter,
  AuditRecord,
  AuditRecordDetail,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { PagesResource, usePages } from '../hooks/usePages';
import { Resource, useResource } from '../hooks/useResource';

/** The log. It is not polled: every reading is a record of its own. */
export function useAuditRecords(
  filter: AuditFilter,
): PagesResource<AuditRecord> {
  const api = useApi(environmentsApiRef);
  return usePages(JSON.stringify(filter), (cursor, signal) =>
    api.listAuditRecords({ limit: 50, ...filter, cursor }, { signal }),
  );
}

export function useAuditRecord(eventId: string): Resource<AuditRecordDetail> {
  const api = useApi(environmentsApiRef);
  return useResource(eventId, signal =>
    api.getAuditRecord(eventId, { signal }),
  );
}

/** All records of one request, oldest first. */
export function useTrail(correlationId: string): Resource<AuditRecord[]> {
  const api = useApi(environmentsApiRef);
  return useResource(correlationId, async signal => {
    const { items } = await api.listAuditRecords(
      { correlation: correlationId, limit: 200 },
      { signal },
    );
    return [...items].reverse();
  });
}
