import {
  AuditCriteria,
  AuditErasurePreview,
  AuditRecord,
  AuditRecordDetail,
  AuditSummary,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { AuditEvent, AuditLeaf, outcomeOfStage } from './AuditEvent';
import { formatDigest, sha256 } from './canonical';
import { erasePerson } from './erasure/erasePerson';
import { previewErasure } from './erasure/previewErasure';
import {
  findOpenAttempts,
  takeAbandonedAttempts,
  takeOpenAttempts,
} from './openAttempts';
import { AuditListing } from './query/AuditListing';
import { listSeqs } from './query/listSeqs';
import { summarize } from './query/summarize';
import { commitTo } from './record/commitments';
import { namesIn } from './record/namesOf';
import {
  RecordRow,
  selectRecords,
  toDisclosures,
  toRecord,
} from './record/recordRow';
import { shortened } from './record/shortened';
import { withoutSecrets } from './record/withoutSecrets';

const COLUMNS = `
  event_id uuid, recorded_at timestamptz, correlation_id uuid, environment_id uuid,
  operation_id uuid, stage text, outcome text, action text, cluster text,
  namespace text, template_ref text, canonical text, digest text,
  actor_ref text, on_behalf_of text, names text[], disclosures jsonb`;
/** The append-only table of the log. Only here are records written and read. */
export class AuditTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * One that is there already, of a commit whose outcome was not known, is left as it is.
   *
   * @returns as they were given, without secrets
   */
  async insert(events: AuditEvent[]): Promise<AuditLeaf[]> {
    if (events.length === 0) return [];
    const leaves = events.map(toLeaf);
    // One statement, so that what is found by person is never without its record.
    await this.#knex.raw(
      `with written as (
         insert into audit_records (
           event_id, recorded_at, correlation_id, environment_id, operation_id,
           stage, outcome, action, cluster, namespace, template_ref, canonical, digest
         )
         select event_id, recorded_at, correlation_id, environment_id, operation_id,
           stage, outcome, action, cluster, namespace, template_ref,
           convert_to(canonical, 'UTF8'), decode(digest, 'hex')
         from jsonb_to_recordset(:rows) as given (${COLUMNS})
         on conflict (event_id) do nothing
         returning seq, event_id
       )
       insert into audit_disclosures (seq, actor_ref, on_behalf_of, names, disclosures)
       select written.seq, given.actor_ref, given.on_behalf_of, given.names, given.disclosures
       from written
       join jsonb_to_recordset(:rows) as given (${COLUMNS}) using (event_id)`,
      { rows: JSON.stringify(leaves.map(toColumns)) },
    );
    return leaves;
  }

  /** Newest first; large values are left out. */
  async list(listing: AuditListing): Promise<AuditRecord[]> {
    const seqs = await listSeqs(this.#knex, listing);
    if (!seqs) return [];
    const rows: RecordRow[] = await selectRecords(this.#knex)
      .joinRaw(
        `join (${seqs.sql}) as page on page.seq = audit_records.seq`,
        seqs.bindings,
      )
      .orderBy('page.seq', 'desc');
    return rows.map(row => shortened(toRecord(row)));
  }

  async summarize(criteria: AuditCriteria): Promise<AuditSummary> {
    return summarize(this.#knex, criteria);
  }

  /** @param person - reference of a user, in small letters */
  async previewErasure(person: string): Promise<AuditErasurePreview> {
    return previewErasure(this.#knex, person);
  }

  /** @returns in how many records something was erased */
  async erase(person: string): Promise<number> {
    return erasePerson(this.#knex, person);
  }

  /** With which cursors of listings are signed. */
  async cursorKey(): Promise<Buffer> {
    const row = await this.#knex('audit_sealing').first('cursor_key');
    return row.cursor_key;
  }

  async get(eventId: string): Promise<AuditRecordDetail | undefined> {
    const row = await selectRecords(this.#knex)
      .where({ event_id: eventId })
      .first();
    return (
      row && {
        record: toRecord(row),
        canonical: row.canonical.toString('utf8'),
        digest: formatDigest(row.digest),
        disclosures: toDisclosures(row),
      }
    );
  }

  /** @see takeAbandonedAttempts */
  async takeAbandonedAttempts(): Promise<AuditRecord[]> {
    return takeAbandonedAttempts(this.#knex);
  }

  /** @see takeOpenAttempts */
  async takeOpenAttempts(
    call: Omit<AuditEvent, 'stage'>,
  ): Promise<AuditRecord[]> {
    return takeOpenAttempts(this.#knex, call);
  }

  /** @see findOpenAttempts */
  async findOpenAttempts(operationId: string): Promise<AuditRecord[]> {
    return findOpenAttempts(this.#knex, operationId);
  }
}

function toLeaf({ secrets, ...event }: AuditEvent): AuditLeaf {
  const now = new Date();
  return withoutSecrets(
    {
      ...event,
      eventId: event.eventId ?? uuidv7({ msecs: now.getTime() }),
      time: event.time ?? now.toISOString(),
      outcome: outcomeOfStage[event.stage],
    },
    secrets,
  );
}

function toColumns(leaf: AuditLeaf) {
  const { canonical, disclosures } = commitTo(leaf);
  const { ref, onBehalfOf } = leaf.actor;
  const names = namesIn(JSON.stringify(disclosures)).filter(
    name => name !== ref && name !== onBehalfOf,
  );
  return {
    event_id: leaf.eventId,
    recorded_at: leaf.time,
    correlation_id: leaf.correlationId,
    environment_id: leaf.environmentId ?? null,
    operation_id: leaf.operationId ?? null,
    stage: leaf.stage,
    outcome: leaf.outcome,
    action: leaf.action,
    cluster: leaf.target.cluster ?? null,
    namespace: leaf.target.namespace ?? null,
    template_ref: leaf.template?.ref ?? null,
    canonical: canonical.toString('utf8'),
    digest: sha256(canonical).toString('hex'),
    actor_ref: ref,
    on_behalf_of: onBehalfOf ?? null,
    names: names.length > 0 ? names : null,
    disclosures: disclosures.map(({ pointer, salt, value }) => [
      pointer,
      salt,
      value,
    ]),
  };
}
