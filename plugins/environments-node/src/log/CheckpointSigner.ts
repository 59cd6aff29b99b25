/**
 * A key that signs checkpoints. Its private half may be elsewhere, as in a KMS.
 *
 * @public
 */
export interface CheckpointSigner {
  /** `name+id+base64`, of a log; the name is the origin of the checkpoints. */
  readonly verifierKey: string;
  /**
   * @param text - of the note, with its last newline
   * @returns the signature line, without newline
   */
  sign(text: string): Promise<string>;
}
