import { Client } from 'pg';
import { PostgresConnection, toConnectionString } from './PostgresServer';

/**
 * Makes an empty database.
 *
 * @param name - of letters and underscores
 * @returns its URL, which holds the password
 */
export async function createDatabase(
  connection: PostgresConnection,
  name: string,
): Promise<string> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return toConnectionString(connection, name);
}
