import { fromDecimal, hashFromBase64, toBase64 } from './bytes';
import { ProofError } from './ProofError';

/**
 * The head of a tree, https://c2sp.org/tlog-checkpoint.
 *
 * @public
 */
export interface Checkpoint {
  /** Name of the log. */
  origin: string;
  /** How many records there are in the tree. */
  size: bigint;
  /** 32 bytes. */
  root: Uint8Array;
}

/**
 * Reads the text of a signed note as a checkpoint. Extension lines are skipped.
 *
 * @throws ProofError if it is none
 * @public
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const end = lines.pop();
  if (end !== '' || lines.length < 3 || lines.some(line => line === '')) {
    throw new ProofError(
      'malformed',
      'A checkpoint is three lines: the name of the log, its size and its root hash.',
    );
  }
  const [origin, size, root] = lines;
  return {
    origin,
    size: fromDecimal(size, 'The size of the checkpoint'),
    root: hashFromBase64(root, 'The root hash of the checkpoint'),
  };
}

/**
 * Three lines, each with its newline: what is signed.
 *
 * @public
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root } = checkpoint;
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}
