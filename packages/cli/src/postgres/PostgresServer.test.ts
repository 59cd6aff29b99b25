import path from 'node:path';
import fs from 'fs-extra';
import { Client } from 'pg';
import { StateClaim } from '../processes/StateClaim';
import { Supervisor } from '../processes/Supervisor';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { startPostgres, type PostgresConnection } from './PostgresServer';

jest.setTimeout(60_000);

describe('startPostgres', () => {
  const temporaryDir = temporaryDirs();

  async function whileStarted<T>(
    stateDir: string,
    work: (connection: PostgresConnection) => Promise<T>,
  ): Promise<T> {
    const claim = await StateClaim.take(stateDir);
    const supervisor = new Supervisor(claim);
    try {
      return await work(
        await startPostgres({
          dir: path.join(stateDir, 'postgres'),
          logDir: path.join(stateDir, 'logs'),
          supervisor,
          temporary: true,
        }),
      );
    } finally {
      await supervisor.stopAll();
      claim.release();
    }
  }

  async function query(
    connection: PostgresConnection,
    text: string,
    database: string = 'postgres',
  ) {
    const client = new Client({ ...connection, database });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  it('keeps data, port and password over restarts', async () => {
    const dir = await temporaryDir();
    const first = await whileStarted(dir, async connection => {
      await query(connection, 'CREATE TABLE kept AS SELECT 42 AS answer');
      return connection;
    });
    await whileStarted(dir, async connection => {
      expect(connection).toEqual(first);
      expect(await query(connection, 'SELECT answer FROM kept')).toEqual([
        { answer: 42 },
      ]);
      await expect(
        query({ ...connection, password: 'guess' }, 'SELECT 1'),
      ).rejects.toThrow('password authentication failed');
    });
    await expect(query(first, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('frees migrations that a killed backend left locked', async () => {
    const dir = await temporaryDir();
    const database = 'backstage_plugin_catalog';
    await whileStarted(dir, async connection => {
      await query(connection, `CREATE DATABASE ${database}`);
      await query(
        connection,
        'CREATE TABLE knex_migrations_lock AS SELECT 1 AS is_locked',
        database,
      );
    });
    await whileStarted(dir, async connection => {
      await expect(
        query(connection, 'SELECT * FROM knex_migrations_lock', database),
      ).resolves.toEqual([{ is_locked: 0 }]);
    });
  });

  it('refuses the data of another version, and says where they are', async () => {
    const dir = await temporaryDir();
    const dataDir = path.join(dir, 'postgres/data');
    await fs.outputFile(path.join(dataDir, 'PG_VERSION'), '15\n');
    await expect(whileStarted(dir, async () => {})).rejects.toThrow(
      `The data in ${dataDir} belong to PostgreSQL 15, this is 18`,
    );
  });
});
