import { JsonObject } from '@backstage/types';

/**
 * Up to where records may be gone, since retention archived them. The log says so itself,
 * in the record of the last month: a row of `audit_archives` that somebody
 * added hides nothing.
 *
 * @param retirement - canonical bytes of that record, and where it stands in the tree
 */
export function archivedTo(
  retirement: { canonical: Buffer; index?: bigint } | undefined,
): bigint {
  if (!retirement) return 0n;
  const { canonical, index } = retirement;
  try {
    const { parameters } = JSON.parse(canonical.toString('utf8'));
    const to = BigInt((parameters as JsonObject).toIndex as string);
    // What it took away was sealed before it. Otherwise it would hide itself.
    return index === undefined || to <= index ? to : 0n;
  } catch {
    // It was changed, and is a fault itself: what is gone may be gone for no reason.
    return 0n;
  }
}
