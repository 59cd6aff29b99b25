import { once } from 'node:events';
import { AddressInfo, Server, Socket, connect, createServer } from 'node:net';
import { FaultRules } from './FaultRules';
import {
  PostgresMessage,
  PostgresMessageReader,
  isSslRequest,
  refusal,
  sqlOf,
} from './postgresMessages';

/** One question to the database: a simple query, or all up to a Sync. */
export interface PostgresCall {
  sql: string;
}

/**
 * - `cutBefore`: the connection breaks, and the server never heard of the call
 * - `cutAfter`: the call is done, and the connection breaks before its answer
 * - `delay`: the call waits, in milliseconds
 * - `refuse`: an error of this SQLSTATE, and the server never heard of the call
 */
export type PostgresEffect =
  | { kind: 'cutBefore' }
  | { kind: 'cutAfter' }
  | { kind: 'delay'; milliseconds: number }
  | { kind: 'refuse'; code: string; message: string };

export interface PostgresAddress {
  host: string;
  port: number;
}

/** One connection of a client, and ours to the server for it. */
class Session {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #rules: FaultRules<PostgresCall, PostgresEffect>;
  /** Of the call that is not whole yet. */
  #pending: PostgresMessage[] = [];
  #transactionStatus = 'I';
  #onAnswered?: () => void;

  constructor(
    client: Socket,
    server: Socket,
    rules: FaultRules<PostgresCall, PostgresEffect>,
  ) {
    this.#client = client;
    this.#server = server;
    this.#rules = rules;
    const fromClient = new PostgresMessageReader('client');
    const fromServer = new PostgresMessageReader('server');
    client.setNoDelay(true);
    server.setNoDelay(true);
    client.on('data', chunk => fromClient.push(chunk).forEach(this.#ask));
    server.on('data', chunk => fromServer.push(chunk).forEach(this.#answer));
    for (const socket of [client, server]) {
      socket.on('error', () => this.cut());
      socket.on('close', () => this.cut());
    }
  }

  cut(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  readonly #ask = (message: PostgresMessage): void => {
    const { type, bytes } = message;
    if (type === '' && isSslRequest(bytes)) {
      this.#client.write('N');
      return;
    }
    // The start-up, the password and the farewell are no calls.
    if (['', 'p', 'X'].includes(type)) {
      this.#server.write(bytes);
      return;
    }
    this.#pending.push(message);
    if (type === 'Q' || type === 'S') this.#dispatch();
  };

  #dispatch(): void {
    const messages = this.#pending;
    this.#pending = [];
    const sql = messages.map(sqlOf).find(Boolean) ?? '';
    const call = Buffer.concat(messages.map(({ bytes }) => bytes));
    const rule = this.#rules.take({ sql });
    switch (rule?.effect.kind) {
      case 'cutBefore':
        rule.onStrike?.();
        this.cut();
        break;
      case 'cutAfter':
        this.#onAnswered = () => {
          rule.onStrike?.();
          this.cut();
        };
        this.#server.write(call);
        break;
      case 'delay':
        rule.onStrike?.();
        setTimeout(() => this.#server.write(call), rule.effect.milliseconds);
        break;
      case 'refuse':
        rule.onStrike?.();
        this.#client.write(
          refusal(
            rule.effect.code,
            rule.effect.message,
            this.#transactionStatus === 'I' ? 'I' : 'E',
          ),
        );
        break;
      default:
        this.#server.write(call);
    }
  }

  readonly #answer = ({ type, bytes }: PostgresMessage): void => {
    const isReady = type === 'Z';
    if (isReady) this.#transactionStatus = String.fromCharCode(bytes[5]);
    if (this.#onAnswered) {
      if (isReady) this.#onAnswered();
      return;
    }
    this.#client.write(bytes);
  };
}

/** Between a client and a real PostgreSQL, without TLS; it knows where a call begins and ends. */
export class PostgresProxy {
  readonly rules = new FaultRules<PostgresCall, PostgresEffect>();
  readonly #server: Server;
  readonly #target: PostgresAddress;
  readonly #sessions = new Set<Session>();
  #isRefusing = false;

  static async start(target: PostgresAddress): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(target: PostgresAddress) {
    this.#target = target;
    this.#server = createServer(socket => this.#accept(socket));
  }

  get address(): PostgresAddress {
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  /** Breaks all connections, and takes no new ones until `heal`. */
  cutAll(): void {
    this.#isRefusing = true;
    for (const session of this.#sessions) session.cut();
  }

  heal(): void {
    this.#isRefusing = false;
  }

  async close(): Promise<void> {
    this.cutAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    if (this.#isRefusing) {
      client.destroy();
      return;
    }
    const session = new Session(client, connect(this.#target), this.rules);
    this.#sessions.add(session);
    client.on('close', () => this.#sessions.delete(session));
  }
}
