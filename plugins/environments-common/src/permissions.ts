import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of environments in the permission framework. @public */
export const RESOURCE_TYPE_ENVIRONMENT = 'environment';

/** Ask for a new environment. @public */
export const environmentCreatePermission = createPermission({
  name: 'environments.environment.create',
  attributes: { action: 'create' },
});

/** See an environment, its operations and its objects. @public */
export const environmentReadPermission = createPermission({
  name: 'environments.environment.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Get a kubeconfig for an environment. @public */
export const environmentAccessPermission = createPermission({
  name: 'environments.environment.access',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** End an environment. @public */
export const environmentDeletePermission = createPermission({
  name: 'environments.environment.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

/** Read the audit log. @public */
export const auditReadPermission = createPermission({
  name: 'environments.audit.read',
  attributes: { action: 'read' },
});

/** Every permission of the plugin. @public */
export const environmentsPermissions = [
  environmentCreatePermission,
  environmentReadPermission,
  environmentAccessPermission,
  environmentDeletePermission,
  auditReadPermission,
];
