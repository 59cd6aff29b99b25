import { TemplateReport } from '@sandlot/plugin-environments-common';

/** What a template can be filtered by: its life, and what is wrong with it. */
export type ReportState = TemplateReport['state'] | 'halted' | 'refused';

export const REPORT_STATES: readonly ReportState[] = [
  'refused',
  'halted',
  'draft',
  'published',
  'deprecated',
  'withdrawn',
];

/** Its life, and whether it is halted or what is delivered now is refused. */
export function statesOf(report: TemplateReport): ReportState[] {
  return [
    report.state,
    ...(report.halted ? ['halted' as const] : []),
    ...(report.problems.length > 0 ? ['refused' as const] : []),
  ];
}

/**
 * The same templates: first those where nobody can create, then those that do
 * not get better by themselves, then what fails, then what is behind.
 */
export function byAttention(reports: TemplateReport[]): TemplateReport[] {
  return [...reports].sort(
    (a, b) =>
      Number(Boolean(b.halted)) - Number(Boolean(a.halted)) ||
      Number(b.problems.length > 0) - Number(a.problems.length > 0) ||
      Number(a.state === 'withdrawn') - Number(b.state === 'withdrawn') ||
      b.creations.failed - a.creations.failed ||
      b.behind - a.behind ||
      a.title.localeCompare(b.title),
  );
}
