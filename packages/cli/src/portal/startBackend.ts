import fs from 'fs-extra';
import { fromRoot } from '../paths';
import type { Session } from '../session/runSession';
import { waitForReady } from './waitForReady';

/** Starts the backend from its sources and waits until all its plugins are ready. */
export async function startBackend(
  session: Session,
  options: { port: number; generatedConfig: string },
): Promise<void> {
  await session.stages.run('Portal', async () => {
    await session.supervisor.start({
      name: 'Portal',
      command: process.execPath,
      args: [
        '--enable-source-maps',
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        'src/index.ts',
        ...configArguments(options.generatedConfig),
      ],
      cwd: fromRoot('packages/backend'),
      env: backendEnvironment(),
      logDir: session.logDir,
    });
    await session.supervisor.whileRunning(
      waitForReady(readinessUrl(options.port), session.supervisor),
    );
  });
}

/** Where the backend tells whether all its plugins are ready. */
export function readinessUrl(port: number): string {
  return `http://127.0.0.1:${port}/.backstage/health/v1/readiness`;
}

/** The configuration files, the later ones over the earlier ones. */
export function configArguments(generatedConfig: string): string[] {
  const own = fromRoot('app-config.local.yaml');
  return [
    fromRoot('app-config.yaml'),
    ...(fs.existsSync(own) ? [own] : []),
    generatedConfig,
  ].flatMap(file => ['--config', file]);
}

/**
 * The environment without what would choose a cluster behind the person's back, and marked as
 * development, where the sign-in as one of the shipped people is allowed.
 */
export function backendEnvironment(): NodeJS.ProcessEnv {
  const { KUBECONFIG, ...env } = process.env;
  return { ...env, NODE_ENV: 'development' };
}
