import { NotFoundError } from '@backstage/errors';
import { fromRoot } from '../paths';
import { findPort } from '../ports/findPort';
import { startPortal } from '../portal/startPortal';
import { toConnectionString } from '../postgres/PostgresServer';
import { runSession } from '../session/runSession';
import { withTemporaryDir } from '../session/temporaryDir';

/** The database that Backstage makes for the environments plugin. */
const DATABASE = 'backstage_plugin_environments';

/** Runs the measurements of bench/ against a portal with data of its own. */
export async function bench(): Promise<void> {
  await withTemporaryDir(stateDir =>
    runSession(stateDir, async session => {
      const { url, cluster, postgres } = await startPortal(session, {
        port: await findPort(),
      });
      if (!('kubeconfig' in cluster.config)) {
        throw new NotFoundError(
          `The measurements need the local control plane: ${cluster.inMemoryBecause}.`,
        );
      }
      const { code } = await session.supervisor.runToEnd({
        name: 'Bench',
        command: process.execPath,
        args: [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          '--eval',
          `require(${JSON.stringify(fromRoot('bench/index.ts'))}).run()`,
        ],
        cwd: fromRoot(),
        env: {
          ...process.env,
          SANDLOT_URL: url,
          SANDLOT_DATABASE_URL: toConnectionString(postgres, DATABASE),
          SANDLOT_TEST_PORTAL_KUBECONFIG: cluster.config.kubeconfig.file,
        },
        logDir: session.logDir,
        echo: true,
      });
      process.exitCode = code;
    }),
  );
}
