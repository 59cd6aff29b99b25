import {
  Checkpoint,
  formatVerifierKey,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  ProofError,
  SignedNote,
  VerifierKey,
  verifyNote,
} from '@sandlot/plugin-environments-common';

/** Who signed the checkpoints of an export, of those who are trusted. */
export class TrustedKeys {
  readonly #keys: VerifierKey[];
  readonly #origin: string;
  readonly #signedBy = new Set<string>();
  readonly #witnesses = new Map<string, { size: bigint; time: Date }>();

  private constructor(origin: string, keys: VerifierKey[]) {
    this.#origin = origin;
    this.#keys = keys;
  }

  /** @throws ProofError if one is no verifier key */
  static async create(
    origin: string,
    keys: readonly string[],
  ): Promise<TrustedKeys> {
    return new TrustedKeys(
      origin,
      await Promise.all(keys.map(parseVerifierKey)),
    );
  }

  /** @throws ProofError if it is no checkpoint of this log */
  read(signedNote: string): { note: SignedNote; checkpoint: Checkpoint } {
    const note = parseNote(signedNote);
    const checkpoint = parseCheckpoint(note.text);
    if (checkpoint.origin !== this.#origin) {
      throw new ProofError(
        'malformed',
        `It is a checkpoint of ${checkpoint.origin}, and the export one of ${
          this.#origin
        }.`,
      );
    }
    return { note, checkpoint };
  }

  /** @throws ProofError if none of the keys of the log signed it, or one of any did not sign this */
  async verify(note: SignedNote, { size }: Checkpoint): Promise<void> {
    const signatures = await verifyNote(note, this.#keys);
    const logs = signatures.filter(({ key }) => this.#isOfLog(key));
    if (logs.length === 0) {
      throw new ProofError(
        'unknownSigner',
        `None of the trusted keys signed the checkpoint of size ${size}.`,
      );
    }
    for (const { key } of logs) this.#signedBy.add(formatVerifierKey(key));
    for (const { key, time } of signatures) {
      if (time) this.#witnesses.set(key.name, { size, time });
    }
  }

  /** Whether a key of the log signed it, and nothing in it is signed wrongly. */
  async haveSigned(note: SignedNote): Promise<boolean> {
    try {
      const signatures = await verifyNote(note, this.#keys);
      return signatures.some(({ key }) => this.#isOfLog(key));
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
      return false;
    }
  }

  #isOfLog({ kind, name }: VerifierKey): boolean {
    return kind === 'log' && name === this.#origin;
  }

  get signedBy(): string[] {
    return [...this.#signedBy];
  }

  get witnessedBy(): { name: string; size: bigint; time: Date }[] {
    return [...this.#witnesses].map(([name, seen]) => ({ name, ...seen }));
  }

  /** Names of witnesses whose key is there and who signed nothing. */
  get silentWitnesses(): string[] {
    return this.#keys
      .filter(
        ({ kind, name }) => kind === 'witness' && !this.#witnesses.has(name),
      )
      .map(({ name }) => name);
  }
}
