import { lazy, Suspense } from 'react';
import { TableSkeleton } from '../components/TableSkeleton';
import { Route, Routes } from '../router';
import { AuditContent } from './AuditContent';

const LogContent = lazy(() =>
  import('./log/LogContent').then(m => ({ default: m.LogContent })),
);
const ReportContent = lazy(() =>
  import('./report/ReportContent').then(m => ({ default: m.ReportContent })),
);

/** The places under `/audit`: the records, how the log stands, the report. */
export function AuditRoutes() {
  return (
    <Suspense fallback={<TableSkeleton />}>
      <Routes>
        <Route path="log" element={<LogContent />} />
        <Route path="report" element={<ReportContent />} />
        <Route path="*" element={<AuditContent />} />
      </Routes>
    </Suspense>
  );
}
