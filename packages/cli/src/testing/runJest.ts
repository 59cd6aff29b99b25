import path from 'node:path';
import { backstageCli } from '../build/backstageCli';
import { rootDir } from '../paths';
import type { Workspace } from '../workspaces';
import { countJest } from './countJest';
import { runCounted, type TestRun } from './TestRun';

/** Which tests a run of Jest has; all, without any of these. */
export interface JestTests {
  /** Only those of one package. */
  workspace?: Workspace;
  /** Only those whose path has this in it. */
  pattern?: string;
  /** Not those of these packages. */
  except?: Workspace[];
}

/** Runs the Jest tests of one package, of a part of it, or of many. */
export async function runJest(
  run: TestRun,
  options: { env: NodeJS.ProcessEnv; name?: string } & JestTests,
): Promise<void> {
  const { env, workspace, pattern, except = [] } = options;
  const name =
    options.name ??
    (workspace ? `Tests of ${workspace.name}` : 'Unit and integration');
  const reportFile = path.join(
    run.session.stateDir,
    `jest-${name.replace(/\W+/g, '-')}.json`,
  );
  await runCounted(run, {
    name,
    ...backstageCli(
      workspace ? 'package' : 'repo',
      'test',
      '--watchAll=false',
      '--json',
      `--outputFile=${reportFile}`,
      ...except.flatMap(({ name: project }) => ['--ignoreProjects', project]),
      ...(pattern ? [pattern] : []),
    ),
    cwd: workspace?.dir ?? rootDir,
    env: { ...process.env, ...env },
    reportFile,
    count: countJest,
  });
}
