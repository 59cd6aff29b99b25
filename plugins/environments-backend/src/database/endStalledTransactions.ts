import { Knex } from 'knex';
import type { Client } from 'pg';

/** As long as a worker's lease: who is silent for longer has been taken over. */
const LONGEST_SILENCE = '10s';

/**
 * Whoever has begun a transaction and says nothing more was stopped, and its locks
 * would keep all others from its work for as long as it stands. PostgreSQL ends that
 * transaction. Those that wait for somebody else within a transaction say so by
 * {@link mayBeSilent}.
 */
export function endStalledTransactions({ client }: Knex): void {
  const open: () => Promise<Client> = client.acquireRawConnection.bind(client);
  client.acquireRawConnection = async () => {
    const connection = await open();
    try {
      await connection.query(
        `set idle_in_transaction_session_timeout = '${LONGEST_SILENCE}'`,
      );
    } catch (error) {
      connection.end().catch(() => {});
      throw error;
    }
    return connection;
  };
}

/** SQL that is true: the transaction in which it is asked may be silent for an hour. */
export const mayBeSilent =
  "set_config('idle_in_transaction_session_timeout', '1h', true) is not null";
