import { NotFoundError } from '@backstage/errors';
import { fromRoot } from '../paths';
import { runSession } from '../session/runSession';
import { withTemporaryDir } from '../session/temporaryDir';
import { startTestServices } from '../testing/testServices';

const MAIN = 'plugins/environments-backend/src/testing/faults/main.ts';

export interface FaultsOptions {
  /** One case, by its name, or several with commas between. */
  only?: string;
  /** One operation that is struck, by its name, or several with commas between. */
  at?: string;
  /** Prints the results as JSON in the place of the table. */
  json?: boolean;
  /** Puts the table into docs/reliability.md. */
  write?: boolean;
}

/** Goes through all faults against a PostgreSQL and a control plane of its own. */
export async function faults(options: FaultsOptions): Promise<void> {
  await withTemporaryDir(stateDir =>
    runSession(stateDir, async session => {
      const services = await startTestServices(session);
      if (!services.SANDLOT_TEST_PORTAL_KUBECONFIG) {
        throw new NotFoundError(
          'The faults need the local control plane, and that needs Go to be built: install Go 1.21 or newer.',
        );
      }
      const { code } = await session.supervisor.runToEnd({
        name: 'Faults',
        command: process.execPath,
        args: [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
          '--eval',
          `require(${JSON.stringify(
            fromRoot(MAIN),
          )}).run().then(held => process.exit(held ? 0 : 1))`,
        ],
        cwd: fromRoot(),
        env: {
          ...process.env,
          ...services,
          SANDLOT_DATABASE_URL:
            services.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING,
          ...(options.only && { SANDLOT_FAULTS_ONLY: options.only }),
          ...(options.at && { SANDLOT_FAULTS_AT: options.at }),
          ...(options.json && { SANDLOT_FAULTS_JSON: '1' }),
          ...(options.write && { SANDLOT_FAULTS_WRITE: '1' }),
        },
        logDir: session.logDir,
        echo: true,
      });
      process.exitCode = code;
    }),
  );
}
