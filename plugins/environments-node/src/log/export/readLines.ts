import { InputError } from '@backstage/errors';

/** Whole lines, each with its newline. */
export interface Lines {
  /** To be read before the next are asked for. */
  bytes: Buffer;
  /** The input ended amid it: one line, without a newline. */
  isCut: boolean;
}

const LONGEST_LINE = 16 * 1024 * 1024;
export const NEWLINE = 10;

/**
 * Many lines at once, because a turn of the event loop for each would take as
 * long as hashing it.
 *
 * @throws InputError if a line is longer than 16 MiB
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<Lines> {
  let unfinished: Buffer = Buffer.alloc(0);
  for await (const piece of input) {
    let bytes = toBuffer(piece);
    if (unfinished.length > 0) {
      const end = bytes.indexOf(NEWLINE) + 1 || bytes.length;
      unfinished = Buffer.concat([unfinished, bytes.subarray(0, end)]);
      bytes = bytes.subarray(end);
      if (unfinished.at(-1) === NEWLINE) {
        yield { bytes: unfinished, isCut: false };
        unfinished = Buffer.alloc(0);
      }
    }
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield { bytes: bytes.subarray(0, end), isCut: false };
    // Copied, as whoever reads a file may read on into the same buffer.
    if (end < bytes.length) unfinished = Buffer.from(bytes.subarray(end));
    if (unfinished.length > LONGEST_LINE) {
      throw new InputError('The export has a line of more than 16 MiB');
    }
  }
  if (unfinished.length > 0) yield { bytes: unfinished, isCut: true };
}

function toBuffer(piece: Uint8Array | string): Buffer {
  return typeof piece === 'string'
    ? Buffer.from(piece)
    : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}
