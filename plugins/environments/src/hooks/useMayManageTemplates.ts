import { templateManagePermission } from '@sandlot/plugin-environments-common';
import { useMay } from './useMay';

/** Whether to offer halts, rollouts and the like; undefined while unknown. */
export function useMayManageTemplates(): boolean | undefined {
  return useMay(templateManagePermission);
}
