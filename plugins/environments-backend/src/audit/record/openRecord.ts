import { JsonObject, JsonValue } from '@backstage/types';
import { AuditDisclosure } from '@sandlot/plugin-environments-common';
import { AuditLeaf } from '../AuditEvent';
import { replaceValues } from './pointers';

/** What is shown in the place of a text that nothing opens any more. */
export const ERASED = 'erased';

/** What is shown of values that are no text, so that they stay what they are. */
const ERASED_VALUES: Record<string, JsonValue> = {
  '/actor/groups': [],
  '/parameters': {},
  '/policies': [],
  '/approvals': [],
};

/** A record as somebody reads it. */
export interface OpenedRecord {
  leaf: AuditLeaf;
  /** JSON Pointers of what was erased: `erased` stands in its place, or nothing. */
  erased: string[];
}

/**
 * Puts back what the commitments of a record stand for.
 *
 * @param canonical - the record, parsed from its bytes
 */
export function openRecord(
  canonical: JsonObject,
  disclosures: AuditDisclosure[],
): OpenedRecord {
  const values = new Map(
    disclosures.map(({ pointer, value }) => [pointer, value as JsonValue]),
  );
  const erased: string[] = [];
  const leaf = replaceValues(canonical, (value, pointer) => {
    if (!isCommitment(value)) return undefined;
    if (values.has(pointer)) return values.get(pointer);
    erased.push(pointer);
    return ERASED_VALUES[pointer] ?? ERASED;
  });
  return { leaf: leaf as unknown as AuditLeaf, erased };
}

function isCommitment(value: JsonValue): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as JsonObject).commitment === 'string'
  );
}
