import path from 'node:path';
import { startCluster } from '../cluster/startCluster';
import { startPostgres, toConnectionString } from '../postgres/PostgresServer';
import type { Session } from '../session/runSession';

/**
 * Starts the real PostgreSQL and the real control plane that tests and measurements share, and
 * returns the environment that tells where they are.
 */
export async function startTestServices(
  session: Session,
): Promise<NodeJS.ProcessEnv> {
  const { stages, supervisor, stateDir, logDir } = session;
  const [connection, cluster] = await supervisor.whileRunning(
    Promise.all([
      stages.run('PostgreSQL', () =>
        startPostgres({
          dir: path.join(stateDir, 'postgres'),
          logDir,
          supervisor,
          temporary: true,
        }),
      ),
      startCluster(session),
    ]),
  );
  const env: NodeJS.ProcessEnv = {
    BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
      toConnectionString(connection),
  };
  if (cluster.adminKubeconfig && 'kubeconfig' in cluster.config) {
    env.SANDLOT_TEST_ADMIN_KUBECONFIG = cluster.adminKubeconfig;
    env.SANDLOT_TEST_PORTAL_KUBECONFIG = cluster.config.kubeconfig.file;
  }
  return env;
}
