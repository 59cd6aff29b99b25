import type { Problem } from '@sandlot/plugin-environments-common';
import chalk from 'chalk';
import { formatFindings } from '../lint/formatText';
import type {
  DiffResult,
  RenderedDifference,
  TemplateDifference,
} from './diffTemplates';
import { formatChanges } from './formatChanges';

/** What differs, for people. */
export function formatDiff({ templates, findings }: DiffResult): string {
  const lines = [
    ...templates.flatMap(formatTemplate),
    ...formatFindings(findings),
    ...(templates.length + findings.length === 0 ? ['No difference.'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function formatTemplate(difference: TemplateDifference): string[] {
  const { template, change, before, after, fields, rendered } = difference;
  const lines = [
    chalk.bold(`${template}  ${change}`),
    ...(before ? [`  before  ${before.revision}  ${before.file}`] : []),
    ...(after ? [`  after   ${after.revision}  ${after.file}`] : []),
  ];
  if (fields.length > 0) {
    lines.push('  The template itself:');
    const name = template.slice(template.lastIndexOf('/') + 1);
    const itself = {
      change: 'changed' as const,
      apiVersion: 'sandlot.dev/v1alpha1',
      kind: 'EnvironmentTemplate',
      name,
      fields,
    };
    lines.push(...formatChanges([itself], '  '));
  }
  if (change === 'changed' && rendered.length === 0) {
    lines.push('  The same objects come out.');
  }
  return [...lines, ...rendered.flatMap(formatRendered), ''];
}

function formatRendered(difference: RenderedDifference): string[] {
  const { name, changes, refusedBefore, refusedAfter } = difference;
  return [
    `  Case ${name}:`,
    ...formatChanges(changes, '  '),
    ...formatRefused('was refused before', refusedBefore),
    ...formatRefused('is refused now', refusedAfter),
  ];
}

function formatRefused(
  what: string,
  problems: Problem[] | undefined,
): string[] {
  return problems
    ? [
        `    ${what}:`,
        ...problems.map(
          ({ path, message }) => `      ${path || '/'}: ${message}`,
        ),
      ]
    : [];
}
