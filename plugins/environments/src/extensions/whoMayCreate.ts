import { environmentCreatePermission } from '@sandlot/plugin-environments-common';

/** For those who may ask for an environment: not for auditors. */
export const whoMayCreate = {
  permissions: {
    $contains: `${environmentCreatePermission.name}#${environmentCreatePermission.attributes.action}`,
  },
};
