import {
  AuditRecord,
  AuditRecordDetail,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { AuditEvent, AuditLeaf, outcomeOfStage } from './AuditEvent';
import { canonicalBytes, formatDigest, sha256 } from './canonical';

export interface AuditListing {
  actor?: string;
  template?: string;
  cluster?: string;
  namespace?: string;
  environment?: string;
  correlation?: string;
  action?: string;
  outcome?: string;
  stage?: string;
  /** Inclusive. */
  from?: string;
  /** Exclusive. */
  to?: string;
  /** Sequence number of the last record of the page before. */
  after?: string;
  limit: number;
}

// A record takes 64 KiB at most, and one that doesn't fit would hold up what it
// records: a cluster may quote whole manifests in its refusals.
const LONGEST_REASON = 2000;
const MOST_GROUPS = 200;
/** Seconds after which nobody works any more on an attempt outside of operations. */
const ABANDONED_AFTER = { 'environment.access': 60, 'template.dryRun': 900 };

/** The append-only table of the log. Only here are records written and read. */
export class AuditTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async insert(events: AuditEvent[]): Promise<AuditLeaf[]> {
    if (events.length === 0) return [];
    const leaves = events.map(toLeaf);
    await this.#knex('audit_records').insert(leaves.map(toColumns));
    return leaves;
  }

  /** Newest first, one more than `limit` if there is a next page. */
  async list(listing: AuditListing): Promise<AuditRecord[]> {
    const query = this.#knex('audit_records')
      .select('seq', 'canonical')
      .orderBy('seq', 'desc')
      .limit(listing.limit + 1);
    const { actor } = listing;
    if (actor) {
      query.where(either =>
        either.where('actor_ref', actor).orWhere('on_behalf_of', actor),
      );
    }
    if (listing.template) query.where('template_ref', listing.template);
    if (listing.cluster) query.where('cluster', listing.cluster);
    if (listing.namespace) query.where('namespace', listing.namespace);
    if (listing.environment) query.where('environment_id', listing.environment);
    if (listing.correlation) query.where('correlation_id', listing.correlation);
    if (listing.action) query.where('action', listing.action);
    if (listing.outcome) query.where('outcome', listing.outcome);
    if (listing.stage) query.where('stage', listing.stage);
    if (listing.from) query.where('recorded_at', '>=', listing.from);
    if (listing.to) query.where('recorded_at', '<', listing.to);
    if (listing.after) query.where('seq', '<', listing.after);
    return (await query).map(toRecord);
  }

  async get(eventId: string): Promise<AuditRecordDetail | undefined> {
    const row = await this.#knex('audit_records')
      .select('seq', 'canonical', 'digest')
      .where({ event_id: eventId })
      .first();
    return (
      row && {
        record: toRecord(row),
        canonical: row.canonical.toString('utf8'),
        digest: formatDigest(row.digest),
      }
    );
  }

  /**
   * Attempts of the last day to give out a kubeconfig, or to ask a cluster
   * about a draft, whose end was not recorded in time. At most one transaction
   * has them in hand at a time.
   */
  async takeAbandonedAttempts(): Promise<AuditRecord[]> {
    const { rows } = await this.#knex.raw(
      `select pg_try_advisory_xact_lock(hashtext('environments.open-access')) as taken`,
    );
    if (!rows[0].taken) return [];
    const attempts = await this.#knex('audit_records as attempt')
      .select('seq', 'canonical')
      .where({ stage: 'attempt' })
      .where(either => {
        for (const [action, seconds] of Object.entries(ABANDONED_AFTER)) {
          either.orWhere(one =>
            one
              .where({ action })
              .whereRaw(
                `recorded_at < clock_timestamp() - make_interval(secs => ?)`,
                [seconds],
              ),
          );
        }
      })
      .whereRaw(`recorded_at > clock_timestamp() - interval '1 day'`)
      .whereNotExists(
        this.#knex('audit_records as later')
          .whereRaw('later.correlation_id = attempt.correlation_id')
          .whereRaw('later.seq > attempt.seq'),
      );
    return attempts.map(toRecord);
  }

  /** Attempts of an operation that no later record resolves. */
  async findOpenAttempts(operationId: string): Promise<AuditRecord[]> {
    const rows = await this.#knex('audit_records')
      .select('seq', 'canonical')
      .where({ operation_id: operationId })
      .whereLike('action', 'kubernetes.%')
      .orderBy('seq');
    const open = new Map<string, AuditRecord>();
    for (const record of rows.map(toRecord)) {
      const { target, attempt, action } = record;
      const key = JSON.stringify([action, attempt, target.kind, target.name]);
      if (record.stage === 'attempt') open.set(key, record);
      else open.delete(key);
    }
    return [...open.values()];
  }
}

function toLeaf(event: AuditEvent): AuditLeaf {
  const now = new Date();
  return {
    ...event,
    reason: event.reason?.slice(0, LONGEST_REASON),
    actor: { ...event.actor, groups: event.actor.groups.slice(0, MOST_GROUPS) },
    eventId: uuidv7({ msecs: now.getTime() }),
    time: now.toISOString(),
    outcome: outcomeOfStage[event.stage],
  };
}

function toColumns(leaf: AuditLeaf) {
  const canonical = canonicalBytes(leaf);
  return {
    event_id: leaf.eventId,
    recorded_at: leaf.time,
    correlation_id: leaf.correlationId,
    environment_id: leaf.environmentId ?? null,
    operation_id: leaf.operationId ?? null,
    stage: leaf.stage,
    outcome: leaf.outcome,
    action: leaf.action,
    actor_ref: leaf.actor.ref,
    on_behalf_of: leaf.actor.onBehalfOf ?? null,
    cluster: leaf.target.cluster ?? null,
    namespace: leaf.target.namespace ?? null,
    template_ref: leaf.template?.ref ?? null,
    canonical,
    digest: sha256(canonical),
  };
}

function toRecord(row: { seq: string; canonical: Buffer }): AuditRecord {
  return {
    ...JSON.parse(row.canonical.toString('utf8')),
    sequence: String(row.seq),
  };
}
