/**
 * What verifying an export showed.
 *
 * @public
 */
export interface ExportVerdict {
  /** Name of the log, as the export says it. */
  origin?: string;
  /** How many records there were. */
  records: number;
  /** Index of the first. */
  from?: bigint;
  /** Index after that of the last. */
  to?: bigint;
  /** Of the oldest and the newest record, ISO 8601. */
  times?: { oldest: string; newest: string };
  /** How many checkpoints held. */
  checkpoints: number;
  /** What the last checkpoint that held covers. */
  size?: bigint;
  /** Only what a filter asked for is in it: that nothing is missing is not proven. */
  isFiltered: boolean;
  /** Verifier keys of the log that signed. */
  signedBy: string[];
  /** The last cosignature of each witness whose key was given. */
  witnessedBy: { name: string; size: bigint; time: Date }[];
  /** What was not proven. */
  warnings: string[];
  /** Bad places, the first index first; at most 1,000. Empty if it is proven. */
  problems: ExportProblem[];
}

/** @public */
export interface ExportProblem {
  code: ExportProblemCode;
  /** The record. */
  index?: bigint;
  /** It is somewhere in these records, [from, to). */
  span?: { from: bigint; to: bigint };
  /** For people. */
  message: string;
}

/** @public */
export type ExportProblemCode =
  /** A line that is not as the format wants it. */
  | 'malformed'
  /** A record is missing, doubled or out of order. */
  | 'gap'
  /** The bytes of a record are not those that were sealed. */
  | 'changed'
  /** The records do not make the tree that was signed. */
  | 'tree'
  /** A signature is bad, or of nobody who is trusted. */
  | 'signature'
  /** The export ends before its end, or does not lead to a checkpoint that was kept. */
  | 'incomplete'
  /** An attempt of which the end is not in the log. */
  | 'unresolved'
  /** A disclosed value is not what the record committed to. */
  | 'disclosure';
