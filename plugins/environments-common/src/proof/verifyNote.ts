import { toUtf8 } from './bytes';
import { ProofError } from './ProofError';
import { NoteSignature, SignedNote } from './SignedNote';
import { VerifierKey } from './VerifierKey';
import { verifyEd25519 } from './webCrypto';

/** @public */
export interface VerifiedSignature {
  key: VerifierKey;
  /** When a witness signed, by its own clock. */
  time?: Date;
  /** As it stands in the note, without newline. */
  line: string;
}

/**
 * Which of the keys signed the note, one signature a key. Signatures of other
 * keys are nobody's and say nothing.
 *
 * @throws ProofError `badSignature` if one of the keys is said to have signed, and has not
 * @public
 */
export async function verifyNote(
  note: SignedNote,
  keys: readonly VerifierKey[],
): Promise<VerifiedSignature[]> {
  const verified: VerifiedSignature[] = [];
  for (const key of keys) {
    const signature = note.signatures.find(
      one => one.name === key.name && one.keyId === key.keyId,
    );
    if (signature) verified.push(await verifySignature(note, signature, key));
  }
  return verified;
}

async function verifySignature(
  note: SignedNote,
  given: NoteSignature,
  key: VerifierKey,
): Promise<VerifiedSignature> {
  const signed = takeApart(note.text, given.signature, key.kind);
  const isGenuine =
    signed !== undefined &&
    (await verifyEd25519({ ...signed, publicKey: key.publicKey }));
  if (!isGenuine) {
    throw new ProofError(
      'badSignature',
      `The signature of ${key.name} is not of this text: the text or the signature was changed.`,
    );
  }
  return {
    key,
    line: given.line,
    ...(signed.time && { time: signed.time }),
  };
}

/** A witness signs its time in front of the text, https://c2sp.org/tlog-cosignature. */
function takeApart(
  text: string,
  signature: Uint8Array,
  kind: VerifierKey['kind'],
): { signature: Uint8Array; message: Uint8Array; time?: Date } | undefined {
  if (kind === 'log') {
    return signature.length === 64
      ? { signature, message: toUtf8(text) }
      : undefined;
  }
  if (signature.length !== 72) return undefined;
  const seconds = new DataView(
    signature.buffer,
    signature.byteOffset,
  ).getBigUint64(0);
  const time = new Date(Number(seconds) * 1000);
  if (Number.isNaN(time.getTime())) return undefined;
  return {
    signature: signature.slice(8),
    message: toUtf8(`cosignature/v1\ntime ${seconds}\n${text}`),
    time,
  };
}
