import { BUIProvider, PluginHeader } from '@backstage/ui';
import { usePermission } from '@backstage/plugin-permission-react';
import { RiBox3Line, RiFileShield2Line } from '@remixicon/react';
import { auditReadPermission } from '@sandlot/plugin-environments-common';
import { AuditContent } from '../audit/AuditContent';
import { CreateContent } from '../create/CreateContent';
import { useTranslation } from '../hooks/useTranslation';
import { AllContent } from '../list/AllContent';
import { MineContent } from '../list/MineContent';
import { EnvironmentsRoutes } from './EnvironmentsRoutes';
import { MemoryBanner } from './MemoryBanner';

const TABS = [
  { path: 'mine', element: <MineContent /> },
  { path: 'create', element: <CreateContent /> },
  { path: 'all', element: <AllContent /> },
] as const;

/** The environments in an app of the old frontend system. */
export function LegacyEnvironmentsPage() {
  const t = useTranslation();
  const { allowed } = usePermission({ permission: auditReadPermission });
  return (
    <BUIProvider>
      <PluginHeader title={t('common.environments')} icon={<RiBox3Line />} />
      <EnvironmentsRoutes
        tabs={TABS.filter(({ path }) => path !== 'all' || allowed).map(
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

/** The log in an app of the old frontend system. */
export function LegacyAuditPage() {
  const t = useTranslation();
  return (
    <BUIProvider>
      <PluginHeader title={t('audit.title')} icon={<RiFileShield2Line />} />
      <AuditContent />
      <MemoryBanner />
    </BUIProvider>
  );
}
