import { TemplateReport } from '@sandlot/plugin-environments-common';

/**
 * Whole per cent; undefined without any creation. One that fails of many is
 * not rounded away: 100 means that none failed, 0 that none succeeded.
 */
export function successPercent(
  creations: TemplateReport['creations'],
): number | undefined {
  const { succeeded, failed } = creations;
  const total = succeeded + failed;
  if (total === 0) {
    return undefined;
  }
  const percent = Math.round((100 * succeeded) / total);
  if (failed > 0 && percent === 100) {
    return 99;
  }
  return succeeded > 0 ? Math.max(1, percent) : 0;
}
