import { backstageCli } from '../build/backstageCli';
import {
  writeGeneratedConfig,
  type GeneratedConfigInput,
} from '../config/generatedConfig';
import { fromRoot } from '../paths';
import { findPort } from '../ports/findPort';
import type { Session } from '../session/runSession';
import {
  backendEnvironment,
  configArguments,
  readinessUrl,
} from './startBackend';
import { waitForReady } from './waitForReady';

/** The port that Backstage people expect the app on. */
const APP_PORT = 3000;

/** Starts backend and app with hot reload and returns the app's URL. */
export async function startDevServers(
  session: Session,
  input: GeneratedConfigInput,
): Promise<string> {
  const { supervisor, stages, stateDir, logDir } = session;
  const appPort = await findPort(APP_PORT);
  const appUrl = `http://localhost:${appPort}`;
  const generatedConfig = await writeGeneratedConfig(stateDir, {
    ...input,
    appUrl,
  });
  const startServer = async (name: string, folder: string, ready: string) => {
    await stages.run(name, async () => {
      const server = await supervisor.start({
        name,
        ...backstageCli(
          'package',
          'start',
          ...configArguments(generatedConfig),
        ),
        cwd: fromRoot(folder),
        env: backendEnvironment(),
        logDir,
      });
      await supervisor.whileRunning(waitForReady(ready, supervisor));
      server.echo = true;
    });
  };
  await Promise.all([
    startServer('Backend', 'packages/backend', readinessUrl(input.port)),
    startServer('App', 'packages/app', `http://127.0.0.1:${appPort}`),
  ]);
  return appUrl;
}
