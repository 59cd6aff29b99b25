import path from 'node:path';
import { backstageCli } from '../build/backstageCli';
import { rootDir } from '../paths';
import type { Workspace } from '../workspaces';
import { countJest } from './countJest';
import { runCounted, type TestRun } from './TestRun';

/** Runs the Jest tests of one package or, without one, of all. */
export async function runJest(
  run: TestRun,
  options: { env: NodeJS.ProcessEnv; workspace?: Workspace },
): Promise<void> {
  const { env, workspace } = options;
  const reportFile = path.join(run.session.stateDir, 'jest.json');
  await runCounted(run, {
    name: workspace ? `Tests of ${workspace.name}` : 'Unit and integration',
    ...backstageCli(
      workspace ? 'package' : 'repo',
      'test',
      '--watchAll=false',
      '--json',
      `--outputFile=${reportFile}`,
    ),
    cwd: workspace?.dir ?? rootDir,
    env: { ...process.env, ...env },
    reportFile,
    count: countJest,
  });
}
