import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiFileShield2Line } from '@remixicon/react';
import { auditRouteRef } from '../routes';
import { whoMayAudit } from './whoMayAudit';

const PATH = '/audit';
const TITLE = 'Audit';

/** The log. */
export const auditPage = PageBlueprint.make({
  name: 'audit',
  if: whoMayAudit,
  params: {
    path: PATH,
    title: TITLE,
    icon: <RiFileShield2Line />,
    routeRef: auditRouteRef,
    noHeader: true,
    loader: () => import('../audit/AuditRoutes').then(m => <m.AuditRoutes />),
  },
});

/**
 * The same place for everybody else. Without a route reference it is no item of
 * the navigation, but whoever follows a link there reads why it is empty.
 */
export const auditRefusedPage = PageBlueprint.make({
  name: 'audit-refused',
  if: { $not: whoMayAudit },
  params: {
    path: PATH,
    title: TITLE,
    icon: <RiFileShield2Line />,
    noHeader: true,
    loader: () => import('../audit/AuditRefused').then(m => <m.AuditRefused />),
  },
});
