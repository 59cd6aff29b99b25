import { toError } from '@backstage/errors';
import {
  Checkpoint,
  SignedNote,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyNote,
} from '@sandlot/plugin-environments-common';
import { Frontier } from '@sandlot/plugin-environments-node';
import { SealingState } from './SealingTable';

/**
 * The tree as the newest checkpoint has it. On anything else the sealer would
 * sign for what somebody made of the log behind its back.
 *
 * @throws Error that says what differs
 */
export async function requireGround(
  state: SealingState,
  origin: string,
): Promise<Frontier> {
  const { size, note, keys } = state;
  if (size === 0n) return Frontier.create();
  if (!note) {
    throw unsound(`there is no checkpoint of its ${size} records`);
  }
  const [signed, checkpoint] = read(note, size);
  if (checkpoint.origin !== origin) {
    throw unsound(
      `it was begun under the name ${checkpoint.origin} and is now called ${origin}: set environments.audit.origin to the former`,
    );
  }
  if (!(await isSigned(signed, keys))) {
    throw unsound(
      `the checkpoint of its ${size} records is not signed by its keys`,
    );
  }
  const frontier = checkpoint.size === size && toFrontier(state);
  if (!frontier || !frontier.root().equals(checkpoint.root)) {
    throw unsound(
      `where the sealer stands does not agree with the checkpoint of its ${size} records`,
    );
  }
  return frontier;
}

function read(note: string, size: bigint): [SignedNote, Checkpoint] {
  try {
    const signed = parseNote(note);
    return [signed, parseCheckpoint(signed.text)];
  } catch (error) {
    throw unsound(
      `the checkpoint of its ${size} records can't be read: ${
        toError(error).message
      }`,
    );
  }
}

async function isSigned(note: SignedNote, keys: string[]): Promise<boolean> {
  try {
    const parsed = await Promise.all(keys.map(parseVerifierKey));
    return (await verifyNote(note, parsed)).length > 0;
  } catch {
    return false;
  }
}

function toFrontier({ size, frontier }: SealingState): Frontier | undefined {
  try {
    return Frontier.create(size, frontier);
  } catch {
    return undefined;
  }
}

function unsound(why: string): Error {
  return new Error(
    `The log is not as it was signed, and is not sealed on: ${why}`,
  );
}
