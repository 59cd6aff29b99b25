import path from 'node:path';
import { NotFoundError } from '@backstage/errors';
import chalk from 'chalk';
import fs from 'fs-extra';
import { testPolicies } from '../policy/testPolicies';
import type { PolicyFileResult } from '../policy/testPolicies';
import { EXIT } from '../template/exitCodes';
import { count, formatFindings } from '../template/lint/formatText';
import type { TemplateIo } from '../template/TemplateIo';

const CASES = /\.policies\.test\.ya?ml$/;

/**
 * `./sandlot policy test`
 *
 * @returns the exit code
 * @throws NotFoundError when there are no cases at a path
 */
export async function policyTest(
  paths: string[],
  { json }: { json?: boolean },
  io: TemplateIo,
): Promise<number> {
  const results: PolicyFileResult[] = [];
  for (const file of await findFiles(paths, io.cwd)) {
    results.push(await testPolicies(file, io.cwd));
  }
  const cases = results.flatMap(one => one.cases);
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const faults = results.flatMap(({ findings }) => findings).length;
  io.out(
    json
      ? `${JSON.stringify(results, undefined, 2)}\n`
      : `${[
          ...results.flatMap(format),
          '',
          [
            `${cases.length - failed} passed, ${failed} failed`,
            ...(faults > 0 ? [count(faults, 'fault')] : []),
          ].join(', '),
        ].join('\n')}\n`,
  );
  return failed + faults > 0 ? EXIT.found : EXIT.fine;
}

function format({ file, cases, findings }: PolicyFileResult): string[] {
  return [
    ...formatFindings(findings),
    ...(findings.length === 0 ? [file] : []),
    ...cases.flatMap(({ name, failures }) => [
      `  ${failures.length === 0 ? chalk.green('✓') : chalk.red('✗')} ${name}`,
      ...failures.map(failure => `      ${failure}`),
    ]),
  ];
}

async function findFiles(paths: string[], cwd: string): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async one => {
      const start = path.resolve(cwd, one);
      if (!(await fs.pathExists(start))) {
        throw new NotFoundError(`There is no file or folder "${one}".`);
      }
      const files = await filesIn(start);
      if (files.length === 0) {
        throw new NotFoundError(
          `There are no cases in ${one}: expected files that end with .policies.test.yaml`,
        );
      }
      return files;
    }),
  );
  return [...new Set(found.flat())].sort();
}

async function filesIn(start: string): Promise<string[]> {
  if ((await fs.stat(start)).isFile()) return CASES.test(start) ? [start] : [];
  const entries = await fs.readdir(start, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
      .map(async entry => {
        const at = path.join(start, entry.name);
        if (entry.isDirectory()) return filesIn(at);
        return CASES.test(entry.name) ? [at] : [];
      }),
  );
  return files.flat();
}
