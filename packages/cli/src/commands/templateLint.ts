import { performance } from 'node:perf_hooks';
import { EXIT } from '../template/exitCodes';
import { formatSarif } from '../template/lint/formatSarif';
import { count, formatLintText } from '../template/lint/formatText';
import { lintTemplates } from '../template/lint/lintTemplates';
import type { LintResult } from '../template/lint/lintTemplates';
import { readSet } from '../template/sources/readSet';
import { requireTemplates } from '../template/sources/requireTemplates';
import type { TemplateIo } from '../template/TemplateIo';

/** Options of `template lint`. */
export interface LintOptions {
  modules?: string[];
  format?: 'text' | 'json' | 'sarif';
  /** The same as `format: 'json'`. */
  json?: boolean;
  /** Warnings are errors. */
  strict?: boolean;
  timing?: boolean;
}

/**
 * `./sandlot template lint`
 *
 * @returns the exit code
 */
export async function templateLint(
  paths: string[],
  options: LintOptions,
  io: TemplateIo,
): Promise<number> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const read = await readSet(paths, options.modules, io.cwd);
  requireTemplates(paths, read.set);
  const linted = lintTemplates(read);
  const elapsed = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const result = options.strict ? toStrict(linted) : linted;
  const { findings, templates } = result;
  const hasErrors = findings.some(({ level }) => level === 'error');

  const format = options.json ? 'json' : options.format ?? 'text';
  if (format === 'sarif') {
    io.out(formatSarif(findings));
  } else if (format === 'json') {
    io.out(`${JSON.stringify(result, undefined, 2)}\n`);
  } else {
    io.out(formatLintText(result));
  }
  if (options.timing) {
    const took = inSeconds(elapsed / 1e3);
    const used = inSeconds((user + system) / 1e6);
    io.err(`${count(templates, 'template')} in ${took} (${used} CPU)\n`);
  }
  return hasErrors ? EXIT.found : EXIT.fine;
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

function toStrict(result: LintResult): LintResult {
  const findings = result.findings.map(finding => ({
    ...finding,
    level: 'error' as const,
  }));
  return { ...result, findings };
}
