import { AuditSink } from '@sandlot/plugin-environments-common';
import { formatOutgoing } from './formatOutgoing';
import { Outgoing, Sink } from './Sink';

const PATIENCE_MILLISECONDS = 15_000;

/** Posts records: CloudEvents as a batch, all else as JSON lines. */
export class HttpSink implements Sink {
  readonly kind = 'http';
  readonly id: string;
  readonly format: AuditSink['format'];
  readonly #url: string;
  readonly #origin: string;
  readonly #headers: Record<string, string>;

  constructor(options: {
    id: string;
    format: AuditSink['format'];
    url: string;
    /** Name of the log. */
    origin: string;
    /** Secrets, such as `Authorization`. */
    headers: Record<string, string>;
  }) {
    this.id = options.id;
    this.format = options.format;
    this.#url = options.url;
    this.#origin = options.origin;
    this.#headers = options.headers;
  }

  async send(records: Outgoing[]): Promise<void> {
    const events = records.map(one =>
      formatOutgoing(this.format, one, this.#origin),
    );
    const isBatch = this.format === 'cloudevents';
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        ...this.#headers,
        'Content-Type': isBatch
          ? 'application/cloudevents-batch+json'
          : 'application/x-ndjson',
      },
      body: isBatch
        ? JSON.stringify(events)
        : events.map(event => `${JSON.stringify(event)}\n`).join(''),
      // Records and credentials go where the configuration says, and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    }).catch(error => {
      throw new Error(
        `It did not answer: ${error.cause?.code ?? error.name ?? 'unknown'}`,
      );
    });
    await response.body?.cancel();
    if (response.status < 200 || response.status > 299) {
      throw new Error(
        `It answered ${response.status}, where 200 to 299 was expected`,
      );
    }
  }
}
