import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  KeyObject,
} from 'node:crypto';
import { InputError } from '@backstage/errors';
import { checkKeyName } from '@sandlot/plugin-environments-common';
import { sha256 } from './treeHashes';

/** Types of signatures, https://c2sp.org/signed-note. */
export const SIGNATURE_TYPE = { log: 0x01, witness: 0x04 } as const;

export interface NamedKey {
  /** `name+id+base64`. */
  verifierKey: string;
  /** 4 bytes. */
  keyId: Buffer;
  privateKey: KeyObject;
}

/**
 * A new key that signs checkpoints.
 *
 * @returns PKCS #8 in PEM; keep it secret
 * @public
 */
export function generateSigningKey(): { pem: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** @throws InputError that does not quote the key */
export function readSigningKey(
  options: { name: string; pem: string },
  type: number,
): NamedKey {
  const { name, pem } = options;
  checkKeyName(name);
  const privateKey = parsePem(pem);
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const bytes = Buffer.concat([Buffer.of(type), Buffer.from(x!, 'base64url')]);
  const keyId = sha256(Buffer.concat([Buffer.from(`${name}\n`), bytes]));
  return {
    verifierKey: [
      name,
      keyId.toString('hex', 0, 4),
      bytes.toString('base64'),
    ].join('+'),
    keyId: keyId.subarray(0, 4),
    privateKey,
  };
}

export function formatSignature(name: string, bytes: Buffer[]): string {
  return `\u2014 ${name} ${Buffer.concat(bytes).toString('base64')}`;
}

function parsePem(pem: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What is wrong with it might quote it.
  }
  if (key?.asymmetricKeyType !== 'ed25519') {
    throw new InputError(
      'A signing key is an Ed25519 private key as PKCS #8 in PEM; `sandlot audit keygen` makes one',
    );
  }
  return key;
}
