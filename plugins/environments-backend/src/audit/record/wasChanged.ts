import { JsonObject, JsonValue } from '@backstage/types';
import { readPointer } from '@sandlot/plugin-environments-common';
import { hashLeaf } from '@sandlot/plugin-environments-node';
import { sha256 } from '../canonical';
import { commitmentTo } from './commitments';
import type { OpenedRecord } from './openRecord';
import type { RecordRow, StoredDisclosure } from './recordRow';

/**
 * Whether somebody wrote past the portal, as far as one row shows it: the bytes are
 * not those that were sealed, what is disclosed is not what they committed to, or the
 * record is filed under something else than they say, where filters do not find it.
 *
 * It is for who reads the page. Whoever may write to all of the database can hide
 * from it, and not from who verifies.
 */
export function wasChanged(
  row: RecordRow,
  canonical: JsonObject,
  opened: OpenedRecord,
): boolean {
  const isSame = row.leaf
    ? hashLeaf(row.canonical).equals(row.leaf)
    : sha256(row.canonical).equals(row.digest);
  return (
    !isSame ||
    !isFiledAs(row, opened) ||
    !(row.disclosures ?? []).every(one => commitsTo(canonical, one))
  );
}

function commitsTo(
  canonical: JsonObject,
  [pointer, salt, value]: StoredDisclosure,
): boolean {
  const found = readPointer(canonical, pointer) as JsonObject | undefined;
  return found?.commitment === commitmentTo(pointer, salt, value as JsonValue);
}

/** Whether the columns by which filters find a record have what it says. */
export function isFiledAs(
  row: RecordRow,
  { leaf, erased }: OpenedRecord,
): boolean {
  const { actor, target, template } = leaf;
  const filed: [unknown, unknown][] = [
    [row.event_id, leaf.eventId],
    [row.recorded_at.getTime(), Date.parse(leaf.time)],
    [row.correlation_id, leaf.correlationId],
    [row.environment_id, leaf.environmentId],
    [row.operation_id, leaf.operationId],
    [row.stage, leaf.stage],
    [row.outcome, leaf.outcome],
    [row.action, leaf.action],
    [row.cluster, target.cluster],
    [row.namespace, target.namespace],
    [row.template_ref, template?.ref],
  ];
  // Of who was erased nothing is left to compare with.
  if (!erased.includes('/actor/ref')) filed.push([row.actor_ref, actor.ref]);
  if (!erased.includes('/actor/onBehalfOf')) {
    filed.push([row.on_behalf_of, actor.onBehalfOf]);
  }
  return (
    // Erasing empties the row of what opens a record, and leaves it there.
    row.disclosures !== null &&
    filed.every(([column, said]) => (column ?? undefined) === said)
  );
}
