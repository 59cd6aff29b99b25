import { fromBase64, fromDecimal, hashFromBase64, toBase64 } from './bytes';
import { ProofError } from './ProofError';

/**
 * That something stands in a log, https://c2sp.org/tlog-proof.
 *
 * @public
 */
export interface TlogProof {
  index: bigint;
  /** Inclusion proof, from the leaf's sibling up. */
  hashes: Uint8Array[];
  /** The checkpoint as a signed note. */
  note: string;
  /** What the log hands out with it; ours the canonical bytes of the record. */
  extra?: Uint8Array;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^64 leaves has no longer proofs. */
const MOST_HASHES = 64;

/**
 * Takes a proof apart. Says nothing about whether it holds.
 *
 * @throws ProofError if it is none
 * @public
 */
export function parseTlogProof(text: string): TlogProof {
  const gap = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(gap, 0)).split('\n');
  if (first !== FIRST_LINE) {
    throw new ProofError(
      'malformed',
      `This is no proof: its first line is not "${FIRST_LINE}".`,
    );
  }
  const extra = lines[0]?.startsWith('extra ')
    ? fromBase64(lines.shift()!.slice('extra '.length), 'The extra data')
    : undefined;
  const index = lines.shift();
  if (!index?.startsWith('index ')) {
    throw new ProofError('malformed', 'The proof does not say its index.');
  }
  if (lines.length > MOST_HASHES) {
    throw new ProofError('malformed', 'The proof has too many hashes.');
  }
  return {
    index: fromDecimal(index.slice('index '.length), 'The index'),
    hashes: lines.map(line => hashFromBase64(line, 'A hash of the proof')),
    note: text.slice(gap + 2),
    ...(extra && { extra }),
  };
}

/** @public */
export function formatTlogProof(proof: TlogProof): string {
  const { index, hashes, note, extra } = proof;
  const lines = [
    FIRST_LINE,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${note}`;
}
