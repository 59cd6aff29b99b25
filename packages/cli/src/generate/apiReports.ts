import { ConflictError } from '@backstage/errors';
import { runCommand } from '../processes/runCommand';
import { rootDir } from '../paths';

/**
 * Writes each published package's API report, or with `check` compares it with the committed one.
 * The reports are extracted from declarations, so the types are compiled first.
 *
 * @throws ConflictError with `check`, when a report differs.
 */
export async function generateApiReports(options: {
  check?: boolean;
  /** Declarations in dist-types are known to be fresh. */
  skipTsc?: boolean;
}): Promise<void> {
  const result = await runCommand(
    'yarn',
    [
      'backstage-repo-tools',
      'api-reports',
      '--allow-all-warnings',
      ...(options.skipTsc ? [] : ['--tsc']),
      ...(options.check ? ['--ci'] : []),
    ],
    { cwd: rootDir, output: 'inherit' },
  );
  if (result.code !== 0) {
    throw new ConflictError(
      options.check
        ? 'An API report is not up to date. Run `./sandlot generate api-reports` and commit the result.'
        : 'The API reports could not be made, see above.',
    );
  }
}
