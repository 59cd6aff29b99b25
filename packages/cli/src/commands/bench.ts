import { NotFoundError } from '@backstage/errors';
import fs from 'fs-extra';
import { fromRoot } from '../paths';
import { runSession } from '../session/runSession';
import { withTemporaryDir } from '../session/temporaryDir';
import { startTestServices } from '../testing/testServices';

/** Runs the measurements of bench/ on a PostgreSQL and a control plane of their own. */
export async function bench(): Promise<void> {
  const entry = fromRoot('bench/index.ts');
  if (!(await fs.pathExists(entry))) {
    throw new NotFoundError(`${entry} is missing: it holds the measurements.`);
  }
  await withTemporaryDir(stateDir =>
    runSession(stateDir, async session => {
      const env = await startTestServices(session);
      if (!env.SANDLOT_TEST_ADMIN_KUBECONFIG) {
        throw new NotFoundError(
          'The measurements need the local control plane, which needs Go.',
        );
      }
      const { code } = await session.supervisor.runToEnd({
        name: 'Bench',
        command: process.execPath,
        args: [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          '--eval',
          `require(${JSON.stringify(entry)}).run({})`,
        ],
        cwd: fromRoot(),
        env: { ...process.env, ...env },
        logDir: session.logDir,
        echo: true,
      });
      process.exitCode = code;
    }),
  );
}
