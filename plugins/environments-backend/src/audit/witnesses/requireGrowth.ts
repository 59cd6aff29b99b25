import {
  Checkpoint,
  parseCheckpoint,
  parseNote,
  verifyConsistency,
} from '@sandlot/plugin-environments-common';
import { Given, WitnessRefusal } from './Witness';

/** Of a note that a witness keeps. */
export function readCheckpoint(note: string): Checkpoint {
  return parseCheckpoint(parseNote(note).text);
}

/**
 * For witnesses that only keep what they are given.
 *
 * @throws WitnessRefusal unless the tree begins with the one that was kept
 */
export async function requireGrowth(
  kept: Checkpoint,
  { checkpoint, prove }: Given,
): Promise<void> {
  if (kept.origin !== checkpoint.origin) {
    throw new WitnessRefusal(
      `It keeps the log ${kept.origin}, and this one is called ${checkpoint.origin}`,
    );
  }
  if (kept.size > checkpoint.size) throw wentBack(kept.size, checkpoint.size);
  const isGrown = await verifyConsistency({
    fromSize: kept.size,
    toSize: checkpoint.size,
    fromRoot: kept.root,
    toRoot: checkpoint.root,
    proof: await prove(kept.size),
  });
  if (!isGrown) {
    throw new WitnessRefusal(
      `It keeps another history of the first ${kept.size} records than the database has: some were changed since, or an older backup was restored`,
    );
  }
}

export function wentBack(kept: bigint, size: bigint): WitnessRefusal {
  return new WitnessRefusal(
    `It keeps a tree of ${kept} records, and the database has one of ${size}: records are gone, or an older backup was restored`,
  );
}
