import path from 'node:path';
import fs from 'fs-extra';
import { fromRoot, rootDir } from '../paths';
import type { Session } from '../session/runSession';
import { listWorkspaces, withDependencies } from '../workspaces';
import { backstageCli } from './backstageCli';
import { hashFiles } from './hashFiles';
import { Stamp } from './Stamp';

/** Builds the app that the backend serves, unless its sources are those of the last build. */
export async function buildApp(session: Session): Promise<void> {
  await session.stages.run('App', async ({ note }) => {
    const workspaces = withDependencies(await listWorkspaces(), 'app');
    const hash = await hashFiles(rootDir, [
      'yarn.lock',
      'app-config.yaml',
      'tsconfig.json',
      ...workspaces.map(({ dir }) => path.relative(rootDir, dir)),
    ]);
    const stamp = new Stamp(fromRoot('.sandlot/app-build.sha256'));
    const built = await fs.pathExists(fromRoot('packages/app/dist/index.html'));
    if (built && (await stamp.matches(hash))) {
      note('unchanged');
      return;
    }
    await stamp.whileMaking(hash, async () => {
      await session.supervisor.run({
        name: 'App build',
        ...backstageCli('package', 'build'),
        cwd: fromRoot('packages/app'),
        env: process.env,
        logDir: session.logDir,
      });
    });
  });
}
