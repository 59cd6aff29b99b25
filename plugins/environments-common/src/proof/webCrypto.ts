import { ProofError } from './ProofError';

/** SHA-256, 32 bytes. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await subtle().digest('SHA-256', bytes));
}

/** Whether the key, 32 bytes, signed the message. */
export async function verifyEd25519(options: {
  publicKey: Uint8Array;
  signature: Uint8Array;
  message: Uint8Array;
}): Promise<boolean> {
  const { publicKey, signature, message } = options;
  const key = await importKey(publicKey);
  return subtle().verify({ name: 'Ed25519' }, key, signature, message);
}

// An export has one note after the other, all signed with the same keys.
const imported = new WeakMap<Uint8Array, Promise<CryptoKey>>();

function importKey(publicKey: Uint8Array): Promise<CryptoKey> {
  const known = imported.get(publicKey);
  if (known) return known;
  const importing = importAnew(publicKey);
  imported.set(publicKey, importing);
  return importing;
}

async function importAnew(publicKey: Uint8Array): Promise<CryptoKey> {
  try {
    return await subtle().importKey(
      'raw',
      publicKey,
      { name: 'Ed25519' },
      false,
      ['verify'],
    );
  } catch (error) {
    if ((error as Error).name === 'NotSupportedError') {
      throw new ProofError(
        'unsupported',
        'This browser cannot verify Ed25519 signatures. Use a newer one, or verify on the command line.',
      );
    }
    throw new ProofError('malformed', 'The public key is no Ed25519 key.');
  }
}

function subtle(): SubtleCrypto {
  const found = globalThis.crypto?.subtle;
  if (!found) {
    throw new ProofError(
      'unsupported',
      'Browsers verify only on pages that came over HTTPS or from this machine. Verify on the command line instead.',
    );
  }
  return found;
}
