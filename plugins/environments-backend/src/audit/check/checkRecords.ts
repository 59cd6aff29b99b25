import {
  ExportProblem,
  ExportProblemCode,
  verifyExport,
} from '@sandlot/plugin-environments-node';
import { SealedRow, Span } from '../export/SealedPages';
import { ExportSource, writeRun } from '../export/writeExport';
import { ChecksTable } from './ChecksTable';
import { Fault } from './Fault';
import { findMisfiled } from './findMisfiled';

/** What the check reads the log from. */
export interface CheckSource extends ExportSource {
  checks: Pick<ChecksTable, 'lackTerms'>;
}

/** What came of some records. */
export interface Checked {
  /** How many were read. */
  records: number;
  faults: Fault[];
}

const KINDS: Record<ExportProblemCode, Fault['kind'] | undefined> = {
  gap: 'missing',
  changed: 'changed',
  disclosure: 'disclosure',
  tree: 'tree',
  signature: 'tree',
  incomplete: 'tree',
  malformed: 'tree',
  // Its end may stand behind the piece, and an attempt without one is no fault of the log.
  unresolved: undefined,
};

/** Of what may be wrong with one record. */
const GRAVEST_FIRST: Fault['kind'][] = ['changed', 'disclosure', 'misfiled'];

/**
 * Verifies a run of records as an auditor does who exports it, and looks whether
 * filters find each of them.
 *
 * @param span - its tree is compared up to the last checkpoint in it
 */
export async function checkRecords(
  source: CheckSource,
  span: Span,
): Promise<Checked> {
  const misfiled: Fault[] = [];
  async function* run(): AsyncGenerator<SealedRow[]> {
    for await (const page of source.pages.run(span)) {
      misfiled.push(...(await findMisfiled(page, source.checks)));
      yield page;
    }
  }
  const { records, problems } = await verifyExport(
    writeRun({ ...source, pages: { ...source.pages, run } }, span),
    { keys: source.keys },
  );
  const faults = [
    ...problems.flatMap(problem => toFault(problem, span)),
    ...misfiled,
  ];
  return { records, faults: faults.filter(fault => !follows(fault, faults)) };
}

/** What a record says that was changed is neither disclosed nor found as it was. */
function follows({ kind, from }: Fault, all: Fault[]): boolean {
  const graver = GRAVEST_FIRST.slice(
    0,
    Math.max(0, GRAVEST_FIRST.indexOf(kind)),
  );
  return all.some(other => other.from === from && graver.includes(other.kind));
}

function toFault({ code, index, span }: ExportProblem, all: Span): Fault[] {
  const kind = KINDS[code];
  if (!kind) return [];
  // A line that cannot be read has the index of what stands behind it.
  if (code === 'malformed') return [{ kind, from: all.from, to: all.to }];
  const { from, to } =
    span ?? (index === undefined ? all : { from: index, to: index + 1n });
  return [{ kind, from, to }];
}
