import { formatTlogProof } from '@sandlot/plugin-environments-common';
import { HashReader, inclusionProof } from '@sandlot/plugin-environments-node';
import { CheckpointsTable } from './CheckpointsTable';
import { SealedRecord } from './SealedRecords';

/**
 * A C2SP tlog-proof with the canonical bytes of the record.
 *
 * @returns undefined if it is not sealed yet
 */
export async function proveRecord(
  { index, canonical }: SealedRecord,
  log: { checkpoints: CheckpointsTable; tree: HashReader },
): Promise<string | undefined> {
  const checkpoint =
    index === undefined ? undefined : await log.checkpoints.best(index);
  if (index === undefined || !checkpoint) return undefined;
  return formatTlogProof({
    index,
    hashes: await inclusionProof(index, checkpoint.size, log.tree),
    note: checkpoint.note,
    extra: canonical,
  });
}
