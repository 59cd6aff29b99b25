import path from 'node:path';
import { buildApp } from '../build/buildApp';
import { checkKubeconfig } from '../cluster/checkKubeconfig';
import { startCluster, type PortalCluster } from '../cluster/startCluster';
import { writeGeneratedConfig } from '../config/generatedConfig';
import { createTestOverlay } from '../config/testOverlay';
import { choosePort } from '../ports/choosePort';
import {
  startPostgres,
  type PostgresConnection,
} from '../postgres/PostgresServer';
import type { Session } from '../session/runSession';
import { startBackend } from './startBackend';
import { startDevServers } from './startDevServers';

/** What a person may choose about the portal. */
export interface PortalOptions {
  port?: number;
  kubeconfig?: string;
  context?: string;
  inMemory?: boolean;
  /** Hot reload: the app is served by a development server of its own. */
  dev?: boolean;
  /** Data that nobody misses, for tests. */
  temporary?: boolean;
  /** Part of the configuration, over what it has otherwise. */
  environments?: object;
}

/** A portal that answers. */
export interface Portal {
  url: string;
  cluster: PortalCluster;
  postgres: PostgresConnection;
  /** Folder of the templates that tests may change, where the data is temporary. */
  templatesDir?: string;
}

/** Starts everything the portal needs, side by side, and then the portal. */
export async function startPortal(
  session: Session,
  options: PortalOptions,
): Promise<Portal> {
  const { stages, supervisor, stateDir, logDir } = session;
  const say = (line: string) => stages.line(`  ${line}`);
  // What a person can get wrong comes first, before anything is started.
  const ownCluster = await checkKubeconfig(options);
  const port = await choosePort(options.port, say);

  const [cluster, postgres] = await supervisor.whileRunning(
    Promise.all([
      startCluster(session, { ownCluster, inMemory: options.inMemory }),
      stages.run('PostgreSQL', () =>
        startPostgres({
          dir: path.join(stateDir, 'postgres'),
          temporary: options.temporary,
          logDir,
          supervisor,
          say,
        }),
      ),
      options.dev ? undefined : buildApp(session),
    ]),
  );

  const test = options.temporary
    ? await createTestOverlay(stateDir)
    : undefined;
  const configInput = {
    port,
    postgres,
    cluster: cluster.config,
    test,
    environments: options.environments,
  };
  let url: string;
  if (options.dev) {
    url = await startDevServers(session, configInput);
  } else {
    const generatedConfig = await writeGeneratedConfig(stateDir, configInput);
    await startBackend(session, { port, generatedConfig });
    url = `http://localhost:${port}`;
  }
  session.claim.setUrl(url);
  return { url, cluster, postgres, templatesDir: test?.templatesDir };
}
