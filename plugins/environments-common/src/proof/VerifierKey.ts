import { concat, fromBase64, toBase64, toHex, toUtf8 } from './bytes';
import { checkKeyName } from './checkKeyName';
import { ProofError } from './ProofError';
import { sha256 } from './webCrypto';

/**
 * A public key as one is told it, `name+id+base64`.
 *
 * @public
 */
export interface VerifierKey {
  /** For a log the origin of its checkpoints. */
  name: string;
  /** Unsigned, 32 bits; follows from the rest. */
  keyId: number;
  /** Who signs with it: each signs other bytes. */
  kind: 'log' | 'witness';
  /** Ed25519, 32 bytes. */
  publicKey: Uint8Array;
}

const TYPES = { log: 0x01, witness: 0x04 } as const;

/**
 * Reads a verifier key of a log (Ed25519) or a witness (cosignature/v1).
 *
 * @throws ProofError if it is none, also if a letter of it was mistyped
 * @public
 */
export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const [name, id, encoded, ...rest] = text.trim().split('+');
  if (encoded === undefined || !/^[0-9a-f]{8}$/.test(id)) {
    throw malformed(text, 'it has not the form name+id+key');
  }
  // A plus is a digit of base64 too.
  const bytes = fromBase64([encoded, ...rest].join('+'), 'The key');
  const kind = (['log', 'witness'] as const).find(
    one => TYPES[one] === bytes[0],
  );
  if (!kind || bytes.length !== 33) {
    throw malformed(text, 'it is no Ed25519 key of a log or a witness');
  }
  const key = await createVerifierKey(name, kind, bytes.slice(1));
  if (key.keyId !== Number.parseInt(id, 16)) {
    throw malformed(text, 'its id does not fit its name and key');
  }
  return key;
}

/** @public */
export function formatVerifierKey(key: VerifierKey): string {
  const { name, keyId, kind, publicKey } = key;
  const bytes = concat(Uint8Array.of(TYPES[kind]), publicKey);
  return `${name}+${keyId.toString(16).padStart(8, '0')}+${toBase64(bytes)}`;
}

/**
 * @param publicKey - Ed25519, 32 bytes
 * @public
 */
export async function createVerifierKey(
  name: string,
  kind: VerifierKey['kind'],
  publicKey: Uint8Array,
): Promise<VerifierKey> {
  checkKeyName(name);
  const hash = await sha256(
    concat(toUtf8(`${name}\n`), Uint8Array.of(TYPES[kind]), publicKey),
  );
  const keyId = Number.parseInt(toHex(hash.slice(0, 4)), 16);
  return { name, keyId, kind, publicKey };
}

function malformed(text: string, why: string): ProofError {
  return new ProofError('malformed', `"${text}" is no verifier key: ${why}.`);
}
