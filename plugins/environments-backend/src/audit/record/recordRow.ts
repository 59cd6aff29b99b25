import { JsonObject } from '@backstage/types';
import {
  AuditDisclosure,
  AuditRecord,
  AuditSeal,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { AuditLeaf } from '../AuditEvent';
import { OpenedRecord, openRecord } from './openRecord';
import { wasChanged } from './wasChanged';

/** As it stands in the table: pointer, salt in base64, value. */
export type StoredDisclosure = [string, string, unknown];

/** A record with what it is filed under, and where it stands in the log. */
export interface RecordRow {
  seq: string;
  canonical: Buffer;
  digest: Buffer;
  /** null if the row of what opens it is gone; erasing leaves it there. */
  disclosures: StoredDisclosure[] | null;
  event_id: string;
  recorded_at: Date;
  correlation_id: string;
  environment_id: string | null;
  operation_id: string | null;
  stage: AuditRecord['stage'];
  outcome: AuditRecord['outcome'];
  action: string;
  cluster: string | null;
  namespace: string | null;
  template_ref: string | null;
  actor_ref: string | null;
  on_behalf_of: string | null;
  environment_name: string | null;
  index: string | null;
  /** Leaf hash as it was sealed. */
  leaf: Buffer | null;
  seal: AuditSeal;
}

/** Rows of records as `toRecord` takes them. */
export function selectRecords(knex: Knex): Knex.QueryBuilder {
  return knex('audit_records')
    .leftJoin('audit_disclosures', 'audit_disclosures.seq', 'audit_records.seq')
    .leftJoin('audit_seals', 'audit_seals.seq', 'audit_records.seq')
    .select(
      'audit_records.*',
      'audit_disclosures.disclosures',
      'audit_disclosures.actor_ref',
      'audit_disclosures.on_behalf_of',
      'audit_seals.index',
      'audit_seals.leaf',
      knex('environments')
        .select('name')
        .whereRaw('environments.id = audit_records.environment_id')
        .as('environment_name'),
      knex.raw(`case
        when audit_seals.index < (select max(size) from audit_cosignatures) then 'witnessed'
        when audit_seals.index < (select max(size) from audit_checkpoints) then 'sealed'
        else 'pending' end as seal`),
    );
}

export function toDisclosures(row: RecordRow): AuditDisclosure[] {
  return (row.disclosures ?? []).map(([pointer, salt, value]) => ({
    pointer,
    salt,
    value,
  }));
}

/** The record as people read it. What is no record any more is shown as it is filed. */
export function toRecord(row: RecordRow): AuditRecord {
  const opened = openRow(row);
  return {
    ...(opened ? opened.leaf : fromColumns(row)),
    sequence: String(row.seq),
    seal: row.seal,
    ...(row.index !== null && { index: String(row.index) }),
    ...(row.environment_name !== null && {
      environmentName: row.environment_name,
    }),
    ...(opened && opened.erased.length > 0 && { erased: opened.erased }),
    ...(!opened && { unreadable: true }),
    ...(opened?.isChanged && { changed: true }),
  };
}

/** @returns undefined for what is no record any more */
export function openRow(
  row: RecordRow,
): (OpenedRecord & { isChanged: boolean }) | undefined {
  try {
    const canonical = JSON.parse(row.canonical.toString('utf8')) as JsonObject;
    const opened = openRecord(canonical, toDisclosures(row));
    if (!isLeaf(opened.leaf)) return undefined;
    return { ...opened, isChanged: wasChanged(row, canonical, opened) };
  } catch {
    return undefined;
  }
}

/** Whoever may write past the trigger may write anything. */
function isLeaf({ actor, target, eventId, time }: Partial<AuditLeaf>): boolean {
  return (
    typeof actor?.ref === 'string' &&
    Array.isArray(actor.groups) &&
    typeof target === 'object' &&
    typeof eventId === 'string' &&
    typeof time === 'string'
  );
}

function fromColumns(row: RecordRow): AuditLeaf {
  return {
    eventId: row.event_id,
    time: row.recorded_at.toISOString(),
    correlationId: row.correlation_id,
    stage: row.stage,
    outcome: row.outcome,
    action: row.action,
    actor: {
      ref: 'unreadable',
      kind: 'anonymous',
      groups: [],
      authMethod: 'unreadable',
    },
    target: {
      ...(row.cluster !== null && { cluster: row.cluster }),
      ...(row.namespace !== null && { namespace: row.namespace }),
    },
    ...(row.environment_id !== null && { environmentId: row.environment_id }),
    ...(row.operation_id !== null && { operationId: row.operation_id }),
    ...(row.template_ref !== null && { template: { ref: row.template_ref } }),
  };
}
