import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiCheckDoubleLine } from '@remixicon/react';
import { approvalsRouteRef } from '../routes';

/** What waits for whose agreement; for everybody, for anybody may be asked. */
export const approvalsPage = PageBlueprint.make({
  name: 'approvals',
  params: {
    path: '/environments/approvals',
    title: 'Approvals',
    icon: <RiCheckDoubleLine />,
    routeRef: approvalsRouteRef,
    noHeader: true,
    loader: () =>
      import('../approvals/ApprovalsRoutes').then(m => <m.ApprovalsRoutes />),
  },
});
