import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** @public */
export const rootRouteRef = createRouteRef();

/** @public */
export const createEnvironmentRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/create',
});

/** @public */
export const environmentRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/:id',
});

/** @public */
export const templatesRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/templates',
});

/** @public */
export const workbenchRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/templates/workbench',
});

/** @public */
export const templateRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/templates/:namespace/:name',
});

/** @public */
export const rolloutRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/rollouts/:rolloutId',
});

/** @public */
export const auditRouteRef = createRouteRef();

/** @public */
export const approvalsRouteRef = createRouteRef();

/** @public */
export const approvalRouteRef = createSubRouteRef({
  parent: approvalsRouteRef,
  path: '/:approvalId',
});

/** @public */
export const policiesRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/policies',
});
