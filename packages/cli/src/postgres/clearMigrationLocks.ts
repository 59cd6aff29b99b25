import { Client } from 'pg';
import type { PostgresConnection } from './PostgresServer';

/**
 * Takes away the locks of migrations that a killed backend left behind, which would keep every
 * later one from starting. Only for a server that nobody else uses, before its user is started.
 */
export async function clearMigrationLocks(
  connection: PostgresConnection,
): Promise<void> {
  const databases = await query(
    { ...connection, database: 'postgres' },
    client =>
      client.query<{ datname: string }>(
        "SELECT datname FROM pg_database WHERE datname LIKE 'backstage_plugin_%'",
      ),
  );
  for (const { datname } of databases.rows) {
    await query({ ...connection, database: datname }, async client => {
      // Knex calls it so; some plugins put their own name in front.
      const tables = await client.query<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name
         FROM pg_tables WHERE tablename LIKE '%knex_migrations_lock'`,
      );
      for (const { name } of tables.rows) {
        await client.query(`UPDATE ${name} SET is_locked = 0`);
      }
    });
  }
}

async function query<T>(
  options: PostgresConnection & { database: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(options);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
