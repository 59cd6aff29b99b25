import { backstageCli } from '../build/backstageCli';
import { fromRoot } from '../paths';
import { runCheck, type TestRun } from './TestRun';

/** Types, generated files and lint: one test each, one after the other to leave a core free. */
export async function runStaticChecks(run: TestRun): Promise<void> {
  await runCheck(run, {
    name: 'Types',
    command: process.execPath,
    // Not incremental, as the API reports ask for.
    args: [
      fromRoot('node_modules/typescript/bin/tsc'),
      '--incremental',
      'false',
    ],
  });
  await runCheck(run, {
    name: 'Generated files',
    command: process.execPath,
    args: [
      fromRoot('packages/cli/bin/sandlot'),
      'generate',
      '--check',
      '--no-tsc',
    ],
  });
  await runCheck(run, {
    name: 'Lint',
    ...backstageCli('repo', 'lint', '--max-warnings', '0'),
  });
  await runCheck(run, {
    name: 'Unused code',
    command: process.execPath,
    args: [fromRoot('node_modules/knip/bin/knip.js')],
  });
  await runCheck(run, {
    name: 'Formatting',
    command: process.execPath,
    args: [
      fromRoot('node_modules/prettier/bin-prettier.js'),
      '--check',
      '--loglevel',
      'warn',
      '.',
    ],
  });
}
