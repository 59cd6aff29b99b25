import { ConflictError } from '@backstage/errors';
import { runCommand } from '../processes/runCommand';
import { fromRoot, rootDir } from '../paths';

/**
 * Writes each published package's API report, or with `check` compares it with the committed one.
 * The reports are extracted from declarations, so the types are compiled first.
 *
 * @throws ConflictError with `check`, when a report differs.
 */
export async function generateApiReports(options: {
  check?: boolean;
  /** Compiles the declarations that the reports are made from; true unless given. */
  tsc?: boolean;
}): Promise<void> {
  if (options.tsc !== false) {
    // Not incremental: the order in a union depends on what was compiled before.
    await run([
      fromRoot('node_modules/typescript/bin/tsc'),
      '--incremental',
      'false',
    ]);
  }
  const code = await run([
    fromRoot('node_modules/@backstage/repo-tools/bin/backstage-repo-tools'),
    'api-reports',
    '--validate-release-tags',
    // As Backstage does: the packages of a workspace are sources to each other,
    // and not every property of an interface needs words.
    '--omit-messages=ae-wrong-input-file-type,ae-undocumented',
    ...(options.check ? ['--ci'] : []),
  ]);
  if (code !== 0) {
    throw new ConflictError(
      options.check
        ? 'An API report is not up to date. Run `./sandlot generate api-reports` and commit the result.'
        : 'The API reports could not be made, see above.',
    );
  }
}

async function run(args: string[]): Promise<number> {
  const { code } = await runCommand(process.execPath, args, {
    cwd: rootDir,
    output: 'inherit',
  });
  return code;
}
