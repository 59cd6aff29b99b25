import { SealedRow } from '../export/SealedPages';
import { termsOf } from '../query/termsOf';
import { ERASED, OpenedRecord } from '../record/openRecord';
import { openRow } from '../record/recordRow';
import { isFiledAs } from '../record/wasChanged';
import { ChecksTable } from './ChecksTable';
import { Fault } from './Fault';

/**
 * Records that a filter misses, since they are filed under something else than
 * they say. None of it is in the tree: whoever verifies an export does not see it.
 */
export async function findMisfiled(
  rows: SealedRow[],
  checks: Pick<ChecksTable, 'lackTerms'>,
): Promise<Fault[]> {
  const opened = rows.flatMap(row => {
    const record = openRow(row);
    // By the bytes of no record there is nothing to find; see `tally`.
    return record ? [{ row, record }] : [];
  });
  const wanted = opened.map(({ row, record }) => ({
    seq: row.seq,
    terms: termsThatStay(record),
  }));
  const lacking = new Set(
    await checks.lackTerms(wanted.filter(({ terms }) => areText(terms))),
  );
  for (const { seq, terms } of wanted) if (!areText(terms)) lacking.add(seq);
  return opened
    .filter(
      ({ row, record }) => lacking.has(row.seq) || !isFiledAs(row, record),
    )
    .map(({ row: { index } }) => ({
      kind: 'misfiled',
      from: BigInt(index),
      to: BigInt(index) + 1n,
    }));
}

/** Where something was erased nobody knows any more which words were cut off behind it. */
function termsThatStay({ leaf, erased }: OpenedRecord): string[] {
  if (erased.length === 0) return termsOf(leaf);
  return termsOf({ ...leaf, reason: undefined, parameters: undefined }).filter(
    term => term !== ERASED,
  );
}

/** PostgreSQL takes nothing else, so that nothing else was ever filed. */
function areText(terms: string[]): boolean {
  return terms.every(
    term =>
      !term.includes('\0') && Buffer.from(term, 'utf8').toString() === term,
  );
}
