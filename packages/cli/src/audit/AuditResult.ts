import type {
  ExportProblem,
  ExportProblemCode,
} from '@sandlot/plugin-environments-node';
import { EXIT } from './exitCodes';

/** What `audit verify` found, of an export or of one proof. */
export interface AuditResult {
  /** Name of the log, where the file says it. */
  origin?: string;
  /** What was verified, in words. */
  what: string;
  records: number;
  from?: bigint;
  /** Index after that of the last record. */
  to?: bigint;
  /** Of the oldest and the newest record, ISO 8601; not of a proof. */
  times?: { oldest: string; newest: string };
  checkpoints: number;
  /** Of the tree in the last checkpoint that held. */
  size?: bigint;
  /** Verifier keys of the log. */
  signedBy: string[];
  witnessedBy: { name: string; size: bigint; time: Date }[];
  /** The keys were given, and not taken from the file. */
  isTrusted: boolean;
  warnings: string[];
  problems: ExportProblem[];
}

export function exitCodeOf({ problems }: AuditResult): number {
  const codes = problems.map(
    ({ code }: { code: ExportProblemCode }) => EXIT[code],
  );
  return codes.length === 0 ? EXIT.proven : Math.min(...codes);
}
