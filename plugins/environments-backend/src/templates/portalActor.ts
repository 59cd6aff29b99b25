import { AuditActor } from '@sandlot/plugin-environments-common';

/** The portal itself, where nobody asked. */
export const portalActor: AuditActor = {
  ref: 'plugin:environments',
  kind: 'system',
  groups: [],
  authMethod: 'worker',
};
