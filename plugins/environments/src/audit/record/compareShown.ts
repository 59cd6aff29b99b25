import { JsonObject, JsonValue } from '@backstage/types';
import {
  AuditDisclosure,
  AuditRecord,
} from '@sandlot/plugin-environments-common';

/** What the portal adds for the reader; none of it is hashed. */
const ADDED = [
  'sequence',
  'index',
  'seal',
  'environmentName',
  'erased',
  'unreadable',
  'changed',
];

/**
 * Where what is shown of a record is not what its bytes say, as JSON Pointers;
 * empty where it is. What was erased is left out.
 *
 * @param canonical - the record, parsed from its bytes
 */
export function compareShown(
  record: AuditRecord,
  canonical: JsonObject,
  disclosures: AuditDisclosure[],
): string[] {
  const shown = Object.fromEntries(
    Object.entries(record).filter(([name]) => !ADDED.includes(name)),
  ) as JsonObject;
  const opened = new Map(
    disclosures.map(({ pointer, value }) => [pointer, value as JsonValue]),
  );
  return [...differences(shown, canonical, '')];

  function* differences(
    one: JsonValue | undefined,
    stored: JsonValue | undefined,
    pointer: string,
  ): Iterable<string> {
    const isOpened = isCommitment(stored) && opened.has(pointer);
    if (isCommitment(stored) && !isOpened) {
      return;
    }
    const other = isOpened ? opened.get(pointer) : stored;
    if (isTree(one) && isTree(other)) {
      for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
        const below = `${pointer}/${key
          .replaceAll('~', '~0')
          .replaceAll('/', '~1')}`;
        yield* differences(
          (one as JsonObject)[key],
          (other as JsonObject)[key],
          below,
        );
      }
    } else if (one !== other) {
      yield pointer;
    }
  }
}

function isTree(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

function isCommitment(value: JsonValue | undefined): boolean {
  return (
    isTree(value) &&
    Object.keys(value).length === 1 &&
    typeof value.commitment === 'string'
  );
}
