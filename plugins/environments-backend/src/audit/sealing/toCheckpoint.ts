import { AuditCheckpoint } from '@sandlot/plugin-environments-common';
import { CheckpointRow } from './CheckpointsTable';

/** As the API gives it. */
export function toCheckpoint(row: CheckpointRow): AuditCheckpoint {
  return {
    size: String(row.size),
    root: row.root.toString('base64'),
    note: row.note,
    signedAt: row.signedAt.toISOString(),
    cosignatures: row.cosignatures.map(({ witness, witnessedAt }) => ({
      witness,
      witnessedAt: witnessedAt.toISOString(),
    })),
  };
}
