import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { TestDatabases } from '@backstage/backend-test-utils';

const PACKAGE = resolvePackagePath('backend');
const ROOT = join(PACKAGE, '../..');

type Database = Awaited<ReturnType<TestDatabases['init']>>;

/** A whole portal as `./sandlot start` starts it, on a cluster in memory. */
export interface Portal {
  url: string;
  /** All that it has said. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts src/index.ts with app-config.yaml and, over it, what differs from start to start.
 *
 * @param knex - of the server on which its databases are made; they go with it
 * @param isProduction - with app-config.production.yaml between, behind what ends TLS
 */
export async function startPortal(
  knex: Database,
  isProduction = false,
): Promise<Portal> {
  const folder = await mkdtemp(join(tmpdir(), 'sandlot-portal-'));
  const config = join(folder, 'app-config.generated.yaml');
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const prefix = `sandlot_${randomBytes(4).toString('hex')}_`;
  const { database, ...connection } = knex.client.config.connection;
  // knex keeps it from being listed, and so from being passed on.
  const { password } = knex.client.config.connection;
  const baseUrl = isProduction ? 'https://portal.example.com' : url;
  await writeFile(
    config,
    // JSON is YAML.
    JSON.stringify({
      app: { baseUrl },
      backend: {
        baseUrl,
        listen: { host: '127.0.0.1', port },
        ...(!isProduction && { cors: { origin: url } }),
        database: {
          prefix,
          connection: { ssl: false, ...connection, password },
        },
      },
      environments: { clusters: [{ name: 'twin', inMemory: true }] },
      ...(isProduction && { catalog: { locations: [] } }),
    }),
    { mode: 0o600 },
  );
  const files = [
    join(ROOT, 'app-config.yaml'),
    ...(isProduction ? [join(ROOT, 'app-config.production.yaml')] : []),
    config,
  ];
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      'src/index.ts',
      ...files.flatMap(file => ['--config', file]),
    ],
    {
      cwd: PACKAGE,
      env: {
        ...process.env,
        NODE_ENV: isProduction ? 'production' : 'development',
        // Whatever file: the database of the test has no TLS.
        POSTGRES_CA_FILE: config,
      },
    },
  );
  let said = '';
  const note = (text: Buffer) => {
    said += text;
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const ended = once(child, 'close');
  async function stop() {
    child.kill();
    await ended;
    await rm(folder, { recursive: true });
    const { rows } = await knex.raw(
      'select datname from pg_database where starts_with(datname, ?)',
      [prefix],
    );
    for (const { datname } of rows) {
      await knex.raw('drop database ?? with (force)', [datname]);
    }
  }
  while (!(await isReady(url))) {
    if (child.exitCode !== null) {
      await stop();
      throw new Error(`The portal does not start:\n${said}`);
    }
    await sleep(250);
  }
  return { url, log: () => said, stop };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/.backstage/health/v1/readiness`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return (address as { port: number }).port;
}
