import chalk from 'chalk';
import { formatChanges } from '../diff/formatChanges';
import { count, formatFindings } from '../lint/formatText';
import type { CaseFailure } from './runCase';
import type { TemplateResult, TestResult } from './testTemplates';

/** How the cases came out, for people. */
export function formatTest({ templates, findings }: TestResult): string {
  const lines = [
    ...templates.flatMap(formatTemplate),
    ...formatFindings(findings),
  ];
  const cases = templates.flatMap(one => one.cases);
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const without = templates.filter(one => one.file === undefined).length;
  const summary = [
    `${cases.length - failed} passed, ${failed} failed`,
    ...(findings.length > 0 ? [count(findings.length, 'fault')] : []),
    ...(without > 0 ? [`${count(without, 'template')} without cases`] : []),
  ];
  return `${[...lines, '', summary.join(', ')].join('\n')}\n`;
}

function formatTemplate(result: TemplateResult): string[] {
  const { template, file, cases, written, obsolete } = result;
  if (file === undefined) {
    return [`${template}  ${chalk.yellow('warning')}  no cases`];
  }
  return [
    `${template}  ${chalk.dim(file)}`,
    ...cases.flatMap(({ name, failures }) => [
      failures.length === 0
        ? `  ${chalk.green('✓')} ${name}`
        : `  ${chalk.red('✗')} ${name}`,
      ...failures.flatMap(formatFailure),
    ]),
    ...written.map(name => `  snapshot written: ${name}`),
    ...obsolete.map(
      name =>
        `  ${chalk.yellow(
          'warning',
        )}  the snapshot "${name}" is of no case; --update removes it`,
    ),
  ];
}

function formatFailure({ message, changes, problems }: CaseFailure): string[] {
  return [
    `      ${message}`,
    ...formatChanges(changes ?? [], '      '),
    ...(problems ?? []).map(problem => {
      const expected = problem.expected
        ? ` (expected ${problem.expected})`
        : '';
      return `      ${problem.path || '/'}: ${problem.message}${expected}`;
    }),
  ];
}
