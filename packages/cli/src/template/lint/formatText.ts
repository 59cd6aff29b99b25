import chalk from 'chalk';
import { inertLine } from '../../ui/inert';
import type { Finding } from './Finding';
import type { LintResult } from './lintTemplates';

/** One line for each finding, which editors and terminals make a link of. */
function formatFinding(finding: Finding): string {
  const { file, line, column, level, message, expected, rule } = finding;
  const colour = level === 'error' ? chalk.red : chalk.yellow;
  const wanted = expected ? ` (expected ${expected})` : '';
  return `${inertLine(file)}:${line}:${column}  ${colour(level)}  ${inertLine(
    message + wanted,
  )}  ${chalk.dim(`[${rule}]`)}`;
}

/** One line for each finding, and what to do where a module is in another place. */
export function formatFindings(findings: Finding[]): string[] {
  return [
    ...findings.map(formatFinding),
    ...(findings.some(isMissingModule)
      ? ['', 'Where modules are in another place, give --modules FOLDER.']
      : []),
  ];
}

/** What was found, for people. */
export function formatLintText(result: LintResult): string {
  const { findings, templates, modules, caseFiles } = result;
  const lines = formatFindings(findings);
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
