import { templateReportPermission } from '@sandlot/plugin-environments-common';

/** For ops and auditors: those who may see how templates fare. */
export const whoMaySeeTemplates = {
  permissions: {
    $contains: `${templateReportPermission.name}#${templateReportPermission.attributes.action}`,
  },
};
