import { parseCheckpoint } from './Checkpoint';
import { ProofError } from './ProofError';
import { parseNote } from './SignedNote';
import { parseTlogProof } from './TlogProof';
import { hashLeaf } from './treeHashes';
import { verifyInclusion } from './verifyInclusion';
import { verifyNote } from './verifyNote';
import { formatVerifierKey, parseVerifierKey } from './VerifierKey';

/**
 * What a proof proves, once it was verified.
 *
 * @public
 */
export interface VerifiedProof {
  index: bigint;
  /** Of the tree in which the record stands. */
  size: bigint;
  /** Name of the log. */
  origin: string;
  /** Canonical bytes of the record. */
  record: Uint8Array;
  /** Those of the given keys with which the log signed. */
  signedBy: string[];
  /** Witnesses, of those whose keys were given, with the time by their own clock. */
  witnessedBy: { name: string; time: Date }[];
}

/**
 * Verifies that the record in a proof stands in the log whose keys are given.
 *
 * @param keys - verifier keys of the log, one of which must have signed, and of witnesses
 * @throws ProofError that says why it does not hold
 * @public
 */
export async function verifyTlogProof(
  text: string,
  keys: readonly string[],
): Promise<VerifiedProof> {
  const proof = parseTlogProof(text);
  const note = parseNote(proof.note);
  const { origin, size, root } = parseCheckpoint(note.text);
  if (!proof.extra) {
    throw new ProofError('malformed', 'The proof does not hold the record.');
  }
  const signatures = await verifyNote(
    note,
    await Promise.all(keys.map(parseVerifierKey)),
  );
  const logs = signatures.filter(
    ({ key }) => key.kind === 'log' && key.name === origin,
  );
  if (logs.length === 0) {
    throw new ProofError(
      'unknownSigner',
      `None of the given keys signed the checkpoint of ${origin}.`,
    );
  }
  const { index, hashes, extra: record } = proof;
  const leaf = await hashLeaf(record);
  if (!(await verifyInclusion({ index, size, leaf, proof: hashes, root }))) {
    throw new ProofError(
      'notIncluded',
      `This record does not stand at index ${index} of ${origin}: the record or the proof was changed.`,
    );
  }
  return {
    index,
    size,
    origin,
    record,
    signedBy: logs.map(({ key }) => formatVerifierKey(key)),
    witnessedBy: signatures.flatMap(({ key, time }) =>
      time ? [{ name: key.name, time }] : [],
    ),
  };
}
