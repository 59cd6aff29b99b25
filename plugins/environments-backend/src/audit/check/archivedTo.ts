import { JsonObject } from '@backstage/types';

/**
 * Up to where records may be gone, since retention archived them. The log says so itself,
 * in the record of the last month: a row of `audit_archives` that somebody
 * added hides nothing.
 *
 * @param retirement - canonical bytes of that record
 */
export function archivedTo(retirement: Buffer | undefined): bigint {
  if (!retirement) return 0n;
  try {
    const { parameters } = JSON.parse(retirement.toString('utf8'));
    return BigInt((parameters as JsonObject).toIndex as string);
  } catch {
    // It was changed, and is a fault itself: what is gone may be gone for no reason.
    return 0n;
  }
}
