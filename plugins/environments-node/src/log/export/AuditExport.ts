/**
 * An export of the log: one of these on each line, see `formatExportLine`.
 *
 * Without a filter it is a run of all records from `from` on, with every
 * checkpoint behind the last record that it covers: the tree can be made again
 * from it. With a filter there is one checkpoint, before the records, and each
 * record brings its proof that it stands in that one.
 *
 * @public
 */
export type ExportLine =
  | ExportHeader
  | ExportRecord
  | ExportCheckpoint
  | ExportTrailer;

/** @public */
export const EXPORT_FORMAT = 'sandlot.dev/audit-export/v1';

/** @public */
export interface ExportHeader {
  type: 'header';
  format: typeof EXPORT_FORMAT;
  /** Name of the log. */
  origin: string;
  /** Verifier keys of the log, and of its witnesses where they are known. */
  keys: string[];
  /** Index of the first record, in decimal digits. */
  from: string;
  /** The tree of size `from`: complete subtrees, largest first, in base64. Empty with a filter. */
  frontier: string[];
  /** What was asked for, where that leaves out records between others. */
  filter?: Record<string, string>;
  /** ISO 8601. */
  createdAt: string;
}

/** @public */
export interface ExportRecord {
  type: 'record';
  /** Decimal digits. */
  index: string;
  /** Leaf hash that was sealed, in base64. */
  leaf: string;
  disclosures: ExportDisclosure[];
  /** With a filter only: inclusion proof in the one checkpoint, in base64. */
  proof?: string[];
  /** The record as RFC 8785 JSON. */
  canonical: string;
}

/**
 * Pointer, salt in base64, value: of this as RFC 8785 JSON the commitment is the SHA-256.
 *
 * @public
 */
export type ExportDisclosure = [pointer: string, salt: string, value: unknown];

/** @public */
export interface ExportCheckpoint {
  type: 'checkpoint';
  /** Signed note, cosignatures included. */
  note: string;
}

/** @public */
export interface ExportTrailer {
  type: 'trailer';
  /** Index after that of the last record; without a filter the size of the last checkpoint. */
  to: string;
  /** How many records there are in the export. */
  records: number;
  /** The last checkpoint, as a signed note; absent only where the log has none yet. */
  checkpoint?: string;
}
