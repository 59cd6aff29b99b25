import { sign } from 'node:crypto';
import {
  formatSignature,
  NamedKey,
  readSigningKey,
  SIGNATURE_TYPE,
} from './signingKeys';

/**
 * Signs checkpoints of others as a witness does, https://c2sp.org/tlog-cosignature.
 * Whether a checkpoint agrees with those before is for the witness to see to.
 *
 * @public
 */
export class Ed25519Cosigner {
  readonly #name: string;
  readonly #key: NamedKey;

  private constructor(name: string, key: NamedKey) {
    this.#name = name;
    this.#key = key;
  }

  /**
   * @param options - `name`: of the witness; `pem`: Ed25519 as PKCS #8, used for nothing else
   * @throws InputError if it is no such key
   */
  static fromPem(options: { name: string; pem: string }): Ed25519Cosigner {
    const key = readSigningKey(options, SIGNATURE_TYPE.witness);
    return new Ed25519Cosigner(options.name, key);
  }

  get verifierKey(): string {
    return this.#key.verifierKey;
  }

  /**
   * @param text - of the checkpoint, with its last newline
   * @returns the signature line, without newline
   */
  cosign(text: string, time: Date = new Date()): string {
    const { keyId, privateKey } = this.#key;
    const seconds = BigInt(Math.floor(time.getTime() / 1000));
    const signature = sign(
      undefined,
      Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`),
      privateKey,
    );
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(seconds);
    return formatSignature(this.#name, [keyId, stamp, signature]);
  }
}
