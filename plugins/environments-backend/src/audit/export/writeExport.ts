import {
  EXPORT_FORMAT,
  ExportRecord,
  HashReader,
  formatExportLine,
  frontierAt,
  inclusionProof,
} from '@sandlot/plugin-environments-node';
import { CheckpointRow, CheckpointsTable } from '../sealing/CheckpointsTable';
import { MemoReader } from './MemoReader';
import { SealedPages, SealedRow, Span } from './SealedPages';

/** What every export is made from. */
export interface ExportSource {
  origin: string;
  /** Verifier keys of the log and of its witnesses. */
  keys: string[];
  pages: Pick<SealedPages, 'run' | 'some'>;
  checkpoints: Pick<CheckpointsTable, 'after' | 'covering'>;
  tree: HashReader;
}

/**
 * A run without gaps, with all checkpoints: lines that `verifyExport` reads, a
 * page at a time.
 *
 * @param span - ends where a checkpoint is
 */
export async function* writeRun(
  source: ExportSource,
  span: Span,
): AsyncGenerator<string> {
  const frontier = await frontierAt(span.from, source.tree);
  yield header(source, String(span.from), frontier);
  let covered = span.from;
  let checkpoint: CheckpointRow | undefined;
  let records = 0;
  for await (const page of source.pages.run(span)) {
    const last = BigInt(page.at(-1)?.index ?? covered);
    const checkpoints = await source.checkpoints.after(covered, last + 1n);
    let text = '';
    for (const row of page) {
      text += formatExportLine(toLine(row));
      records += 1;
      if (checkpoints[0]?.size === BigInt(row.index) + 1n) {
        checkpoint = checkpoints.shift()!;
        text += formatExportLine({ type: 'checkpoint', note: checkpoint.note });
      }
    }
    covered = last + 1n;
    yield text;
  }
  // Where records are gone, also at the end, it says what there should have been.
  if (checkpoint?.size !== span.to) {
    checkpoint = await source.checkpoints.covering(span.to);
  }
  // Of nothing it is proven that it is nothing: the frontier makes just this tree.
  if (records === 0 && checkpoint?.size === span.from) {
    yield formatExportLine({ type: 'checkpoint', note: checkpoint.note });
  }
  yield formatExportLine({
    type: 'trailer',
    to: String(span.to),
    records,
    checkpoint: checkpoint?.note,
  });
}

/** What a filter found, each record with its proof that it stands under one checkpoint. */
export async function* writeSome(
  source: ExportSource,
  filter: Record<string, string>,
  pages: AsyncIterable<SealedRow[]>,
  checkpoint: CheckpointRow,
): AsyncGenerator<string> {
  const tree = new MemoReader(source.tree);
  yield header(source, '0', [], filter);
  yield formatExportLine({ type: 'checkpoint', note: checkpoint.note });
  let records = 0;
  let to = 0n;
  for await (const page of pages) {
    let text = '';
    for (const row of page) {
      const index = BigInt(row.index);
      const proof = await inclusionProof(index, checkpoint.size, tree);
      text += formatExportLine({ ...toLine(row), proof: toBase64(proof) });
      records += 1;
      to = index + 1n;
    }
    yield text;
  }
  yield formatExportLine({
    type: 'trailer',
    to: String(to),
    records,
    checkpoint: checkpoint.note,
  });
}

function header(
  { origin, keys }: ExportSource,
  from: string,
  frontier: Buffer[],
  filter?: Record<string, string>,
): string {
  return formatExportLine({
    type: 'header',
    format: EXPORT_FORMAT,
    origin,
    keys,
    from,
    frontier: toBase64(frontier),
    filter,
    createdAt: new Date().toISOString(),
  });
}

function toLine(row: SealedRow): ExportRecord {
  return {
    type: 'record',
    index: row.index,
    canonical: row.canonical.toString('utf8'),
    leaf: row.leaf.toString('base64'),
    disclosures: row.disclosures ?? [],
  };
}

function toBase64(hashes: Buffer[]): string[] {
  return hashes.map(hash => hash.toString('base64'));
}
