import { Frontier, frontierAt } from '@sandlot/plugin-environments-node';
import { Span } from '../export/SealedPages';
import { Checked, CheckSource, checkRecords } from './checkRecords';

const PAGE = 256n;

/**
 * Of records that retention took away only their hashes are left: whether they make
 * the tree that was signed. The records themselves are verified in their archive.
 */
export async function checkArchived(
  source: CheckSource,
  span: Span,
): Promise<Checked> {
  const { tree, checkpoints } = source;
  const checkpoint = await checkpoints.covering(span.to);
  const size = checkpoint?.size ?? span.to;
  const made = Frontier.create(span.from, await frontierAt(span.from, tree));
  for (let at = span.from; at < size; at += PAGE) {
    const end = at + PAGE < size ? at + PAGE : size;
    for (const leaf of await tree.read(0, at, end)) made.append(leaf);
  }
  // Of nothing it proves that the tree before is the one that was signed.
  const signed = await checkRecords(source, { from: size, to: size });
  const kept = Frontier.create(size, await frontierAt(size, tree));
  const isWhole =
    checkpoint !== undefined &&
    signed.faults.length === 0 &&
    made.size === size &&
    made.root().equals(kept.root());
  return { records: 0, faults: isWhole ? [] : [{ kind: 'tree', ...span }] };
}
