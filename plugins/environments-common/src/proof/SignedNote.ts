import { fromBase64 } from './bytes';
import { checkKeyName } from './checkKeyName';
import { ProofError } from './ProofError';

/**
 * Text with signatures, https://c2sp.org/signed-note.
 *
 * @public
 */
export interface SignedNote {
  /** What is signed, with its last newline. */
  text: string;
  signatures: NoteSignature[];
}

/** @public */
export interface NoteSignature {
  /** Of the key. */
  name: string;
  /** Unsigned, 32 bits. */
  keyId: number;
  /** Without the key id. */
  signature: Uint8Array;
  /** As it stands in the note, without newline. */
  line: string;
}

const LONGEST = 1_000_000;
const MOST_SIGNATURES = 100;

/**
 * Takes a note apart. Says nothing about whether its signatures are any good.
 *
 * @throws ProofError if it is none
 * @public
 */
export function parseNote(note: string): SignedNote {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u.test(note)) {
    throw malformed('there are control characters in it');
  }
  if (note.length > LONGEST) throw malformed('it is longer than 1 MB');
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0) throw malformed('no empty line stands before its signatures');
  const text = note.slice(0, gap + 1);
  const lines = note.slice(gap + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) {
    throw malformed('it does not end in signatures');
  }
  if (lines.length > MOST_SIGNATURES) {
    throw malformed(`it has more than ${MOST_SIGNATURES} signatures`);
  }
  return { text, signatures: lines.map(parseNoteSignature) };
}

/**
 * Reads one signature line, without newline.
 *
 * @throws ProofError if it is none
 * @public
 */
export function parseNoteSignature(line: string): NoteSignature {
  const [dash, name, encoded, ...rest] = line.split(' ');
  if (dash !== '\u2014' || encoded === undefined || rest.length > 0) {
    throw malformed(`"${line}" is no signature`);
  }
  checkKeyName(name);
  const bytes = fromBase64(encoded, 'A signature of the note');
  if (bytes.length < 5) throw malformed(`"${line}" is too short`);
  return {
    name,
    keyId: new DataView(bytes.buffer).getUint32(0),
    signature: bytes.slice(4),
    line,
  };
}

/**
 * Puts a note together.
 *
 * @param text - what was signed, with its last newline
 * @param lines - signatures, without newlines
 * @public
 */
export function formatNote(text: string, lines: string[]): string {
  return `${text}\n${lines.map(line => `${line}\n`).join('')}`;
}

function malformed(why: string): ProofError {
  return new ProofError('malformed', `This is not a signed note: ${why}.`);
}
