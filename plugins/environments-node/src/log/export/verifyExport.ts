import { ExportVerdict } from './ExportVerdict';
import { ExportVerifier } from './ExportVerifier';
import { NEWLINE, readLines } from './readLines';

/** @public */
export interface VerifyExportOptions {
  /**
   * Verifier keys that are trusted, of the log and of witnesses. Without them
   * those in the export are believed, which proves only that it agrees with itself.
   */
  keys?: readonly string[];
  /**
   * Checkpoints that were kept from earlier, as signed notes: the records must
   * lead to them. One that the export does not lead to is a problem.
   */
  checkpoints?: readonly string[];
  /** Told now and then how many records were verified. */
  onProgress?: (records: number) => void;
}

/**
 * Verifies an export in one pass and in bounded memory: the bytes of each
 * record, their places in the tree, the tree of every checkpoint, signatures,
 * what is disclosed, and that each attempt has its end.
 *
 * @param input - the file as it comes, in pieces of any size. A piece is read before the next
 *   is asked for, and may then be used again
 * @returns what holds and what does not
 * @throws ProofError if one of `keys` or `checkpoints` is none; InputError if a line has more
 *   than 16 MiB; and what reading the input throws
 * @public
 */
export async function verifyExport(
  input: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  options: VerifyExportOptions = {},
): Promise<ExportVerdict> {
  const { onProgress } = options;
  const verifier = ExportVerifier.create(options);
  for await (const { bytes, isCut } of readLines(input)) {
    let end = 0;
    for (let start = 0; start < bytes.length; start = end + 1) {
      end = isCut ? bytes.length : bytes.indexOf(NEWLINE, start);
      const waiting = verifier.take(bytes, start, end, isCut);
      if (waiting) await waiting;
    }
    onProgress?.(verifier.records);
  }
  return verifier.end();
}
