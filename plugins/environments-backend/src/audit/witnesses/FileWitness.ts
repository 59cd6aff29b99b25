import { FileHandle, open } from 'node:fs/promises';
import { readCheckpoint, requireGrowth } from './requireGrowth';
import { Given, Witness } from './Witness';

/** The last note stands in it: one is some hundred bytes long. */
const TAIL = 64 * 1024;
/** A note of three lines or more, an empty one, and signatures; not one of which the end is missing. */
const NOTE = /(?:[^\n]+\n){3,}\n(?:\u2014 [^\n]+\n)+/gu;

/**
 * Keeps checkpoints in a file that it only adds to, best on a disk that whoever
 * looks after the database can't write to: one note a block, an empty line behind it.
 */
export class FileWitness implements Witness {
  readonly kind = 'file';
  readonly name: string;
  readonly #path: string;

  constructor(options: { name: string; path: string }) {
    this.name = options.name;
    this.#path = options.path;
  }

  async take(given: Given): Promise<{ line?: string }> {
    const file = await open(this.#path, 'a+', 0o644);
    try {
      const tail = await readTail(file);
      const last = tail.match(NOTE)?.at(-1);
      if (last) {
        const kept = readCheckpoint(last);
        await requireGrowth(kept, given);
        if (kept.size === given.checkpoint.size) return {};
      }
      // What was cut off when a backend died stays; the next note stands apart from it.
      const gap = tail === '' || tail.endsWith('\n\n') ? '' : '\n\n';
      await file.appendFile(`${gap}${given.checkpoint.note}\n`);
      await file.sync();
      return {};
    } finally {
      await file.close();
    }
  }
}

async function readTail(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const length = Math.min(size, TAIL);
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(length),
    0,
    length,
    size - length,
  );
  return buffer.toString('utf8', 0, bytesRead);
}
