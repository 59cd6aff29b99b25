import { environmentCreatePermission } from '@sandlot/plugin-environments-common';
import { useMay } from './useMay';

/** Whether to offer a new environment; undefined while it is unknown. */
export function useMayCreate(): boolean | undefined {
  return useMay(environmentCreatePermission);
}
