import chalk from 'chalk';
import type { Finding } from './Finding';
import type { LintResult } from './lintTemplates';

/** One line for each finding, which editors and terminals make a link of. */
export function formatFinding(finding: Finding): string {
  const { file, line, column, level, message, expected, rule } = finding;
  const colour = level === 'error' ? chalk.red : chalk.yellow;
  const wanted = expected ? ` (expected ${expected})` : '';
  return `${file}:${line}:${column}  ${colour(
    level,
  )}  ${message}${wanted}  ${chalk.dim(`[${rule}]`)}`;
}

/** What was found, for people. */
export function formatLintText(result: LintResult): string {
  const { findings, templates, modules, caseFiles } = result;
  const lines = findings.map(formatFinding);
  if (findings.some(isMissingModule)) {
    lines.push(
      '',
      'Where modules are in another place, give --modules FOLDER.',
    );
  }
  const looked = [
    count(templates, 'template'),
    count(modules, 'module'),
    ...(caseFiles > 0 ? [count(caseFiles, 'case file')] : []),
  ].join(', ');
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  const found =
    findings.length === 0
      ? chalk.green('nothing to say')
      : `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  return `${[...lines, ...(lines.length > 0 ? [''] : [])].join('\n')}${
    lines.length > 0 ? '\n' : ''
  }${looked}: ${found}\n`;
}

function isMissingModule({ rule, message }: Finding): boolean {
  return rule === 'modules' && message.startsWith('there is no module "');
}

/** `1 template`, `2 templates`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
