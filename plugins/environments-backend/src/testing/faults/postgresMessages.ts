/** SSLRequest, in the place where a start-up message has its version. */
const SSL_REQUEST = 80877103;

/** One message of PostgreSQL's protocol 3.0, with its head. */
export interface PostgresMessage {
  /** One letter; empty for what comes before the start-up is done. */
  type: string;
  bytes: Buffer;
}

/** Puts messages together from the pieces in which they arrive. */
export class PostgresMessageReader {
  #buffered = Buffer.alloc(0);
  #isStarted: boolean;

  /** @param side - only clients begin with a message that has no letter */
  constructor(side: 'client' | 'server') {
    this.#isStarted = side === 'server';
  }

  push(chunk: Buffer): PostgresMessage[] {
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    const messages: PostgresMessage[] = [];
    for (;;) {
      const head = this.#isStarted ? 1 : 0;
      if (this.#buffered.length < head + 4) return messages;
      const end = head + this.#buffered.readInt32BE(head);
      if (this.#buffered.length < end) return messages;
      const bytes = this.#buffered.subarray(0, end);
      const type = this.#isStarted ? String.fromCharCode(bytes[0]) : '';
      if (!this.#isStarted && !isSslRequest(bytes)) this.#isStarted = true;
      messages.push({ type, bytes });
      this.#buffered = this.#buffered.subarray(end);
    }
  }
}

/** Asked before the start-up message; the answer is one byte. */
export function isSslRequest(bytes: Buffer): boolean {
  return bytes.length === 8 && bytes.readInt32BE(4) === SSL_REQUEST;
}

/** Of Query (`Q`) and Parse (`P`); undefined for all others. */
export function sqlOf({ type, bytes }: PostgresMessage): string | undefined {
  if (type !== 'Q' && type !== 'P') return undefined;
  const nameEnd = type === 'P' ? bytes.indexOf(0, 5) + 1 : 5;
  return bytes.toString('utf8', nameEnd, bytes.indexOf(0, nameEnd));
}

/** An ErrorResponse, and ReadyForQuery after it. */
export function refusal(
  code: string,
  message: string,
  transactionStatus: string,
): Buffer {
  const fields = [`SERROR`, `VERROR`, `C${code}`, `M${message}`].map(
    field => `${field}\0`,
  );
  const body = Buffer.from(`${fields.join('')}\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  const ready = Buffer.from([
    0x5a,
    0,
    0,
    0,
    5,
    transactionStatus.charCodeAt(0),
  ]);
  return Buffer.concat([head, body, ready]);
}
