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
  const filed: [column: unknown, said: unknown, pointer?: string][] = [
    [row.recorded_at.getTime(), Date.parse(leaf.time)],
    [row.stage, leaf.stage],
    [row.outcome, leaf.outcome],
    [row.action, leaf.action],
    [row.cluster, target.cluster, '/target/cluster'],
    [row.namespace, target.namespace, '/target/namespace'],
    [row.template_ref, template?.ref, '/template/ref'],
    [row.actor_ref, actor.ref, '/actor/ref'],
    [row.on_behalf_of, actor.onBehalfOf, '/actor/onBehalfOf'],
  ];
  const ids: [column: string | null, said: string | undefined][] = [
    [row.event_id, leaf.eventId],
    [row.correlation_id, leaf.correlationId],
    [row.environment_id, leaf.environmentId],
    [row.operation_id, leaf.operationId],
  ];
  return (
    // Erasing empties the row of what opens a record, and leaves it there.
    row.disclosures !== null &&
    // As somebody asked with them; the columns know them in lower case.
    ids.every(([column, said]) => column === (said?.toLowerCase() ?? null)) &&
    filed.every(
      ([column, said, pointer]) =>
        (column ?? undefined) === said ||
        // Of what was erased nothing is left to compare with.
        (pointer !== undefined && erased.includes(pointer)),
    )
  );
}
