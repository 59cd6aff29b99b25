import {
  Checkpoint,
  formatCheckpoint,
  formatNote,
  parseNote,
  parseVerifierKey,
  verifyNote,
} from '@sandlot/plugin-environments-common';
import { CheckpointSigner } from '@sandlot/plugin-environments-node';

/**
 * The checkpoint, signed by all.
 *
 * @throws Error if one of them signs something else; whoever reads it would not take it
 */
export async function signCheckpoint(
  checkpoint: Checkpoint & { root: Buffer },
  signers: CheckpointSigner[],
): Promise<{ size: bigint; root: Buffer; note: string }> {
  const { size, root } = checkpoint;
  const text = formatCheckpoint(checkpoint);
  const lines = await Promise.all(signers.map(signer => signer.sign(text)));
  const note = formatNote(
    text,
    lines.map(line => line.trimEnd()),
  );
  const keys = await Promise.all(
    signers.map(({ verifierKey }) => parseVerifierKey(verifierKey)),
  );
  const verified = await verifyNote(parseNote(note), keys);
  if (verified.length < signers.length) {
    throw new Error(
      'One of the keys of the log did not sign as its verifier key says: nothing is sealed with it',
    );
  }
  return { size, root, note };
}
