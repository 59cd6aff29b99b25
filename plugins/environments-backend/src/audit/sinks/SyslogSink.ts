import { createSocket } from 'node:dgram';
import { connect as connectTcp } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { AuditOutcome, AuditSink } from '@sandlot/plugin-environments-common';
import { formatOutgoing } from './formatOutgoing';
import { Outgoing, Sink } from './Sink';

const PATIENCE_MILLISECONDS = 10_000;
/** Facility 13 of RFC 5424, log audit. */
const LOG_AUDIT = 13;
/** Notice, warning. */
const SEVERITY: Record<AuditOutcome, number> = {
  success: 5,
  pending: 5,
  unknown: 4,
  failure: 4,
  denied: 4,
};

export type SyslogTransport = 'tcp' | 'tls' | 'udp';

/**
 * Sends records as syslog messages of RFC 5424, over TCP and TLS with octet
 * counting (RFC 6587). Syslog has no receipts: what a server took from the
 * connection and lost is lost there.
 */
export class SyslogSink implements Sink {
  readonly kind = 'syslog';
  readonly id: string;
  readonly format: AuditSink['format'];
  readonly #address: { host: string; port: number };
  readonly #transport: SyslogTransport;
  readonly #origin: string;

  constructor(options: {
    id: string;
    format: AuditSink['format'];
    host: string;
    port: number;
    transport: SyslogTransport;
    /** Name of the log. */
    origin: string;
  }) {
    this.id = options.id;
    this.format = options.format;
    this.#address = { host: options.host, port: options.port };
    this.#transport = options.transport;
    this.#origin = options.origin;
  }

  async send(records: Outgoing[]): Promise<void> {
    const messages = records.map(one => Buffer.from(this.#message(one)));
    await (this.#transport === 'udp'
      ? this.#sendDatagrams(messages)
      : this.#sendStream(messages));
  }

  #message(outgoing: Outgoing): string {
    const { outcome, time, action } = outgoing.record;
    const priority = LOG_AUDIT * 8 + SEVERITY[outcome];
    // JSON has no line breaks, so that nothing in it begins another message.
    const text = JSON.stringify(
      formatOutgoing(this.format, outgoing, this.#origin),
    );
    return `<${priority}>1 ${time} ${hostname()} sandlot - ${action} - ${text}`;
  }

  async #sendDatagrams(messages: Buffer[]): Promise<void> {
    const socket = createSocket('udp4');
    try {
      const { host, port } = this.#address;
      for (const message of messages) {
        await new Promise<void>((resolve, reject) =>
          socket.send(message, port, host, error =>
            error ? reject(unreachable(error)) : resolve(),
          ),
        );
      }
    } finally {
      socket.close();
    }
  }

  async #sendStream(messages: Buffer[]): Promise<void> {
    const socket =
      this.#transport === 'tls'
        ? connectTls({ ...this.#address, servername: this.#address.host })
        : connectTcp(this.#address);
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(PATIENCE_MILLISECONDS, () =>
        socket.destroy(
          Object.assign(new Error('silent'), { code: 'ETIMEDOUT' }),
        ),
      );
      socket.on('error', error => reject(unreachable(error)));
      // The other side has seen our end, and so all that came before it.
      socket.on('close', hadError => hadError || resolve());
      socket.resume();
      socket.end(
        Buffer.concat(
          messages.flatMap(message => [
            Buffer.from(`${message.length} `),
            message,
          ]),
        ),
      );
    });
  }
}

function unreachable(error: Error & { code?: string }): Error {
  return new Error(`It could not be reached: ${error.code ?? error.message}`);
}
