import { useApi } from '@backstage/frontend-plugin-api';
import {
  AuditCheckpoint,
  AuditCriteria,
  AuditLog,
  AuditRecord,
  AuditRecordDetail,
  AuditReport,
  AuditSummary,
  AuditView,
} from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { PagesResource, usePages } from '../hooks/usePages';
import { Resource, useResource } from '../hooks/useResource';

/** More than a request brings about; what is beyond is said to be missing. */
const TRAIL_PAGES = 5;
const TRAIL_PAGE_SIZE = 200;

/** The log. It is not polled: every reading is a record of its own. */
export function useAuditRecords(
  filter: AuditCriteria,
): PagesResource<AuditRecord> {
  const api = useApi(environmentsApiRef);
  return usePages(JSON.stringify(filter), (cursor, signal) =>
    api.listAuditRecords({ limit: 50, ...filter, cursor }, { signal }),
  );
}

export function useAuditSummary(filter: AuditCriteria): Resource<AuditSummary> {
  const api = useApi(environmentsApiRef);
  return useResource(`summary:${JSON.stringify(filter)}`, signal =>
    api.summarizeAuditRecords(filter, { signal }),
  );
}

export function useAuditRecord(eventId: string): Resource<AuditRecordDetail> {
  const api = useApi(environmentsApiRef);
  return useResource(eventId, signal =>
    api.getAuditRecord(eventId, { signal }),
  );
}

/** The records of one request. */
export interface Trail {
  /** Oldest first. */
  records: AuditRecord[];
  /** There are older ones that were not fetched. */
  isCut: boolean;
}

export function useTrail(correlation: string): Resource<Trail> {
  const api = useApi(environmentsApiRef);
  return useResource(correlation, async signal => {
    const records: AuditRecord[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await api.listAuditRecords(
        { correlation, limit: TRAIL_PAGE_SIZE, cursor },
        { signal },
      );
      records.push(...page.items);
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor && pages < TRAIL_PAGES);
    return { records: records.reverse(), isCut: cursor !== undefined };
  });
}

export function useAuditLog(): Resource<AuditLog> {
  const api = useApi(environmentsApiRef);
  return useResource('log', signal => api.getAuditLog({ signal }));
}

export function useAuditCheckpoints(): PagesResource<AuditCheckpoint> {
  const api = useApi(environmentsApiRef);
  return usePages('checkpoints', (cursor, signal) =>
    api.listAuditCheckpoints({ limit: 10, cursor }, { signal }),
  );
}

export function useAuditViews(): Resource<{ items: AuditView[] }> {
  const api = useApi(environmentsApiRef);
  return useResource('views', signal => api.listAuditViews({ signal }));
}

/** @param period - ISO 8601 times, `to` exclusive */
export function useAuditReport(period: {
  from: string;
  to: string;
}): Resource<AuditReport> {
  const api = useApi(environmentsApiRef);
  return useResource(`${period.from} ${period.to}`, signal =>
    api.getAuditReport(period, { signal }),
  );
}
