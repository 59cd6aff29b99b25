/**
 * What is wrong with a proof.
 *
 * @public
 */
export type ProofErrorCode =
  /** It is not what it should be: a note, a key, a proof. */
  | 'malformed'
  /** None of the given keys signed. */
  | 'unknownSigner'
  /** A given key did not sign this. */
  | 'badSignature'
  /** The record is not where the proof says. */
  | 'notIncluded'
  /** This browser or runtime lacks what verifying takes. */
  | 'unsupported';

/**
 * Says in words why a proof does not hold.
 *
 * @public
 */
export class ProofError extends Error {
  readonly code: ProofErrorCode;

  constructor(code: ProofErrorCode, message: string) {
    super(message);
    this.name = 'ProofError';
    this.code = code;
  }
}
