import { JsonObject, JsonValue } from '@backstage/types';
import { readPointer } from '@sandlot/plugin-environments-common';
import { hashLeaf } from '@sandlot/plugin-environments-node';
import { AuditLeaf } from '../AuditEvent';
import { sha256 } from '../canonical';
import { commitmentTo } from './commitments';
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
  leaf: AuditLeaf,
): boolean {
  const isSame = row.leaf
    ? hashLeaf(row.canonical).equals(row.leaf)
    : sha256(row.canonical).equals(row.digest);
  return (
    !isSame ||
    !isFiledAs(row, leaf) ||
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

function isFiledAs(row: RecordRow, leaf: AuditLeaf): boolean {
  const { target, template } = leaf;
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
  return filed.every(([column, said]) => (column ?? undefined) === said);
}
