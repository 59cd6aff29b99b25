import {
  Checkpoint,
  createVerifierKey,
  formatCheckpoint,
  formatNote,
  formatVerifierKey,
} from '@sandlot/plugin-environments-common';
import { join, toBase64 } from './FakeTree';

/** A key of a log that is made when it is first needed. */
export class FakeSigner {
  readonly #name: string;
  #pair?: Promise<CryptoKeyPair>;

  constructor(name: string) {
    this.#name = name;
  }

  async verifierKey(): Promise<string> {
    return formatVerifierKey(await this.#key());
  }

  /** @returns the signed note */
  async sign(checkpoint: Checkpoint): Promise<string> {
    const text = formatCheckpoint(checkpoint);
    const { privateKey } = await this.#keys();
    const signature = await crypto.subtle.sign(
      { name: 'Ed25519' },
      privateKey,
      new TextEncoder().encode(text),
    );
    const { keyId } = await this.#key();
    const id = new Uint8Array(4);
    new DataView(id.buffer).setUint32(0, keyId);
    return formatNote(text, [
      `— ${this.#name} ${toBase64(join(id, new Uint8Array(signature)))}`,
    ]);
  }

  async #key() {
    const { publicKey } = await this.#keys();
    const raw = await crypto.subtle.exportKey('raw', publicKey);
    return createVerifierKey(this.#name, 'log', new Uint8Array(raw));
  }

  #keys(): Promise<CryptoKeyPair> {
    this.#pair ??= crypto.subtle.generateKey({ name: 'Ed25519' }, true, [
      'sign',
      'verify',
    ]) as Promise<CryptoKeyPair>;
    return this.#pair;
  }
}
