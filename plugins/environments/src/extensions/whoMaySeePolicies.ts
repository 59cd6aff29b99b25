import { policyReportPermission } from '@sandlot/plugin-environments-common';

/** For ops and auditors: those who may try what policies say to others. */
export const whoMaySeePolicies = {
  permissions: {
    $contains: `${policyReportPermission.name}#${policyReportPermission.attributes.action}`,
  },
};
