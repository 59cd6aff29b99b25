/**
 * The same pages for an app of the old frontend system.
 *
 * @packageDocumentation
 */
import {
  compatWrapper,
  convertLegacyRouteRef,
} from '@backstage/core-compat-api';
import {
  createApiFactory,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from './api';
import { approvalsRouteRef, auditRouteRef, rootRouteRef } from './routes';
import { takeShareCode } from './shell/takeShareCode';

// Here, since nothing of a plugin is rendered there before the sign-in.
takeShareCode();

/** @public */
export const environmentsPlugin = createPlugin({
  id: 'environments',
  apis: [
    createApiFactory({
      api: environmentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new EnvironmentsClient(deps),
    }),
  ],
  routes: {
    root: convertLegacyRouteRef(rootRouteRef),
    approvals: convertLegacyRouteRef(approvalsRouteRef),
    audit: convertLegacyRouteRef(auditRouteRef),
  },
});

/** To be mounted at `/environments`. @public */
export const EnvironmentsPage = environmentsPlugin.provide(
  createRoutableExtension({
    name: 'EnvironmentsPage',
    mountPoint: convertLegacyRouteRef(rootRouteRef),
    component: () =>
      import('./shell/LegacyPages').then(
        m => () => compatWrapper(<m.LegacyEnvironmentsPage />),
      ),
  }),
);

/** To be mounted at `/environments/approvals`. @public */
export const ApprovalsPage = environmentsPlugin.provide(
  createRoutableExtension({
    name: 'ApprovalsPage',
    mountPoint: convertLegacyRouteRef(approvalsRouteRef),
    component: () =>
      import('./shell/LegacyPages').then(
        m => () => compatWrapper(<m.LegacyApprovalsPage />),
      ),
  }),
);

/** To be mounted at `/audit`. @public */
export const AuditPage = environmentsPlugin.provide(
  createRoutableExtension({
    name: 'AuditPage',
    mountPoint: convertLegacyRouteRef(auditRouteRef),
    component: () =>
      import('./shell/LegacyPages').then(
        m => () => compatWrapper(<m.LegacyAuditPage />),
      ),
  }),
);
