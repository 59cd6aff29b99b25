import { z } from 'zod';
import { EXPORT_FORMAT, ExportLine, ExportRecord } from './AuditExport';

/** What is few in an export. */
export type OtherLine = Exclude<ExportLine, ExportRecord>;

const INDEX = /^(0|[1-9][0-9]{0,15})$/;
const LEAF = /^[A-Za-z0-9+/]{43}=$/;
const index = z.string().regex(INDEX);

const lines = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('header'),
    format: z.literal(EXPORT_FORMAT),
    origin: z.string().min(1),
    keys: z.array(z.string()),
    from: index,
    frontier: z.array(z.string().regex(LEAF)),
    filter: z.record(z.string(), z.string()).optional(),
    createdAt: z.string(),
  }),
  z.object({ type: z.literal('checkpoint'), note: z.string() }),
  z.object({
    type: z.literal('trailer'),
    to: index,
    records: z.number().int().nonnegative(),
    checkpoint: z.string().optional(),
  }),
]);

/** Undefined if it is no line of an export but that of a record. */
export function parseExportLine(text: string): OtherLine | undefined {
  try {
    return lines.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What most likely became of a line that is none, for who has to get a file that can be verified. */
export function guessWhy(text: string, line: number): string {
  if (text.endsWith('\r') || text.startsWith('\ufeff')) {
    return 'another program saved the file in a form of its own: verify it as it was downloaded';
  }
  return line === 1
    ? 'it may have been changed, or be no export with proofs, such as one as CSV or OCSF'
    : 'it may have been changed';
}
