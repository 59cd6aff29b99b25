import { BUIProvider } from '@backstage/ui';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  auditReadPermission,
  environmentCreatePermission,
  policyReportPermission,
  templateReportPermission,
} from '@sandlot/plugin-environments-common';
import { ApprovalsRoutes } from '../approvals/ApprovalsRoutes';
import { AuditRoutes } from '../audit/AuditRoutes';
import { CreateContent } from '../create/CreateContent';
import { useTranslation } from '../hooks/useTranslation';
import { AllContent } from '../list/AllContent';
import { MineContent } from '../list/MineContent';
import { TableSkeleton } from '../components/TableSkeleton';
import { SimulatorContent } from '../policies/simulator/SimulatorContent';
import { TemplatesContent } from '../templates/list/TemplatesContent';
import { EnvironmentsRoutes } from './EnvironmentsRoutes';
import { MemoryBanner } from './MemoryBanner';

const TABS = [
  { path: 'mine', element: <MineContent /> },
  { path: 'create', element: <CreateContent /> },
  { path: 'all', element: <AllContent /> },
  { path: 'templates', element: <TemplatesContent /> },
  { path: 'policies', element: <SimulatorContent /> },
] as const;

/** The environments in an app of the old frontend system. */
export function LegacyEnvironmentsPage() {
  const t = useTranslation();
  const audit = usePermission({ permission: auditReadPermission });
  const create = usePermission({ permission: environmentCreatePermission });
  const report = usePermission({ permission: templateReportPermission });
  const policies = usePermission({ permission: policyReportPermission });
  const isShown = {
    mine: true,
    create: create.allowed,
    all: audit.allowed,
    templates: report.allowed,
    policies: policies.allowed,
  };
  // Not the refusals, for who is let in a moment later.
  if ([audit, create, report, policies].some(({ loading }) => loading)) {
    return (
      <BUIProvider>
        <TableSkeleton />
      </BUIProvider>
    );
  }
  return (
    <BUIProvider>
      <EnvironmentsRoutes
        tabs={TABS.filter(({ path }) => isShown[path]).map(
          ({ path, element }) => ({
            path,
            title: t(`list.tabs.${path}`),
            element,
          }),
        )}
      />
      <MemoryBanner />
    </BUIProvider>
  );
}

/** The approvals in an app of the old frontend system. */
export function LegacyApprovalsPage() {
  return (
    <BUIProvider>
      <ApprovalsRoutes />
      <MemoryBanner />
    </BUIProvider>
  );
}

/** The log in an app of the old frontend system. */
export function LegacyAuditPage() {
  return (
    <BUIProvider>
      <AuditRoutes />
      <MemoryBanner />
    </BUIProvider>
  );
}
