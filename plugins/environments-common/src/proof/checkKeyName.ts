import { ProofError } from './ProofError';

/**
 * Names of keys stand between spaces in notes and between plus signs in keys.
 *
 * @throws ProofError if it cannot be one
 * @public
 */
export function checkKeyName(name: string): void {
  if (name === '' || /[\s+\p{White_Space}\p{Cc}\p{Surrogate}]/u.test(name)) {
    throw new ProofError(
      'malformed',
      `"${name}" cannot be the name of a key: it must not be empty, nor have spaces or "+" in it.`,
    );
  }
}
