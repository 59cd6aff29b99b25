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
export const auditRouteRef = createRouteRef();
