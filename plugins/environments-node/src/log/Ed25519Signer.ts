import { sign } from 'node:crypto';
import { CheckpointSigner } from './CheckpointSigner';
import {
  formatSignature,
  NamedKey,
  readSigningKey,
  SIGNATURE_TYPE,
} from './signingKeys';

/**
 * Signs checkpoints with a key that this process has.
 *
 * @public
 */
export class Ed25519Signer implements CheckpointSigner {
  readonly #name: string;
  readonly #key: NamedKey;

  private constructor(name: string, key: NamedKey) {
    this.#name = name;
    this.#key = key;
  }

  /**
   * @param options - `name`: origin of the log; `pem`: Ed25519 as PKCS #8
   * @throws InputError if it is no such key
   */
  static fromPem(options: { name: string; pem: string }): Ed25519Signer {
    const key = readSigningKey(options, SIGNATURE_TYPE.log);
    return new Ed25519Signer(options.name, key);
  }

  get verifierKey(): string {
    return this.#key.verifierKey;
  }

  async sign(text: string): Promise<string> {
    const { keyId, privateKey } = this.#key;
    const signature = sign(undefined, Buffer.from(text), privateKey);
    return formatSignature(this.#name, [keyId, signature]);
  }
}
