import path from 'node:path';
import fs from 'fs-extra';
import { stringify } from 'yaml';
import type { PostgresConnection } from '../postgres/PostgresServer';
import { prepareLocalLog, type LocalLog } from './localLog';
import type { TestOverlay } from './testOverlay';

/** One entry of `environments.clusters`. */
export type ClusterConfig =
  | {
      name: string;
      title?: string;
      kubeconfig: { file: string; context?: string };
      /** Its nodes are simulated: pods become Ready and run nothing. */
      simulated?: true;
    }
  | { name: string; title?: string; inMemory: true };

/** What is known only once everything is started. */
export interface GeneratedConfigInput {
  /** Port of the backend. */
  port: number;
  /** Where the browser finds the app; the backend itself unless given. */
  appUrl?: string;
  postgres: PostgresConnection;
  cluster: ClusterConfig;
  /** For a portal of tests. */
  test?: TestOverlay;
  /** More of `environments`. */
  environments?: object;
  /** Signed and witnessed on this machine. */
  audit?: LocalLog;
}

/** Builds the configuration that is laid over app-config.yaml. */
export function generateConfig(input: GeneratedConfigInput): object {
  const backendUrl = `http://localhost:${input.port}`;
  const appUrl = input.appUrl ?? backendUrl;
  return {
    app: { baseUrl: appUrl },
    backend: {
      baseUrl: backendUrl,
      listen: { host: '127.0.0.1', port: input.port },
      cors: {
        origin: appUrl,
        methods: ['GET', 'HEAD', 'PATCH', 'POST', 'PUT', 'DELETE'],
        credentials: true,
      },
      database: { client: 'pg', connection: { ...input.postgres } },
    },
    ...input.test?.config,
    environments: {
      ...(input.audit && { audit: input.audit }),
      ...input.test?.config.environments,
      ...input.environments,
      clusters: [input.cluster],
    },
  };
}

/** Writes the configuration, which holds the database's password, for this user alone. */
export async function writeGeneratedConfig(
  stateDir: string,
  input: GeneratedConfigInput,
): Promise<string> {
  const file = path.join(stateDir, 'app-config.generated.yaml');
  // A file that exists would keep its mode.
  await fs.remove(file);
  await fs.outputFile(
    file,
    `# Written by ./sandlot at every start. Holds the database's password.\n${stringify(
      generateConfig({ ...input, audit: await prepareLocalLog(stateDir) }),
    )}`,
    { mode: 0o600 },
  );
  return file;
}
