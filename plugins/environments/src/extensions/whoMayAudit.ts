import { auditReadPermission } from '@sandlot/plugin-environments-common';

/** For ops and auditors: those who may read the log. */
export const whoMayAudit = {
  permissions: {
    $contains: `${auditReadPermission.name}#${auditReadPermission.attributes.action}`,
  },
};
