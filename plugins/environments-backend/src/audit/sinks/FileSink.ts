import { open } from 'node:fs/promises';
import { AuditSink } from '@sandlot/plugin-environments-common';
import { formatOutgoing } from './formatOutgoing';
import { Outgoing, Sink } from './Sink';

/** Adds records to a file, one JSON a line, and has them on the disk before they count. */
export class FileSink implements Sink {
  readonly kind = 'file';
  readonly id: string;
  readonly format: AuditSink['format'];
  readonly #path: string;
  readonly #origin: string;

  constructor(options: {
    id: string;
    format: AuditSink['format'];
    path: string;
    /** Name of the log. */
    origin: string;
  }) {
    this.id = options.id;
    this.format = options.format;
    this.#path = options.path;
    this.#origin = options.origin;
  }

  async send(records: Outgoing[]): Promise<void> {
    const lines = records.map(
      one =>
        `${JSON.stringify(formatOutgoing(this.format, one, this.#origin))}\n`,
    );
    const file = await open(this.#path, 'a+', 0o640);
    try {
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      // What was cut off when a backend died comes again, on a line of its own.
      const isCut = size > 0 && last.toString() !== '\n';
      await file.appendFile(`${isCut ? '\n' : ''}${lines.join('')}`);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
