import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Knex } from 'knex';
import type { Client } from 'pg';

const RECONNECT_MILLISECONDS = 1000;

/** Holds one connection that LISTENs on a channel, and gets a new one when it breaks. */
export class Listener {
  readonly #knex: Knex;
  readonly #channel: string;
  readonly #logger: LoggerService;
  readonly #onNotification: (payload?: string) => void;
  #connection?: Client;
  #reconnect?: NodeJS.Timeout;
  #stopped = false;

  static async start(
    knex: Knex,
    channel: string,
    logger: LoggerService,
    options: {
      /** The payload is absent when notifications may have been missed. */
      onNotification: (payload?: string) => void;
    },
  ): Promise<Listener> {
    const listener = new Listener(
      knex,
      channel,
      logger,
      options.onNotification,
    );
    await listener.#connect();
    return listener;
  }

  private constructor(
    knex: Knex,
    channel: string,
    logger: LoggerService,
    onNotification: (payload?: string) => void,
  ) {
    this.#knex = knex;
    this.#channel = channel;
    this.#logger = logger;
    this.#onNotification = onNotification;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#reconnect);
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.removeAllListeners();
    connection?.on('error', () => {});
    await connection?.end();
  }

  async #connect(): Promise<void> {
    let connection: Client | undefined;
    try {
      // Outside the pool: it is held for good and must not take a place there.
      connection = await this.#open();
      if (this.#stopped) {
        await connection.end();
        return;
      }
      this.#connection = connection;
      await connection.query(`listen ${this.#channel}`);
      // What was notified while nobody listened.
      this.#onNotification();
    } catch (error) {
      this.#lost(this.#connection, error);
      connection?.end().catch(() => {});
    }
  }

  async #open(): Promise<Client> {
    const connection: Client = await this.#knex.client.acquireRawConnection();
    connection.on('notification', ({ payload }) =>
      this.#onNotification(payload),
    );
    connection.on('error', error => this.#lost(connection, error));
    connection.on('end', () => this.#lost(connection, new Error('closed')));
    return connection;
  }

  #lost(connection: Client | undefined, error: unknown): void {
    if (this.#stopped || this.#connection !== connection) return;
    this.#connection = undefined;
    this.#logger.warn(
      `Lost the connection that listens for operations, polling until it is back: ${stringifyError(
        error,
      )}`,
    );
    this.#reconnect = setTimeout(() => this.#connect(), RECONNECT_MILLISECONDS);
    this.#reconnect.unref();
  }
}
