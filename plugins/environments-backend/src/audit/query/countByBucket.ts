import {
  AuditCriteria,
  AuditOutcome,
  AuditSummary,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { Buckets, HOUR } from './buckets';
import { Sql } from './listSeqs';

/** By what else hours are not counted. */
const IN_HOURS = ['action', 'outcome', 'from', 'to'];

/** Records that are not sealed yet, and so in no hour; more are not counted. */
const MOST_UNSEALED = 10_000;

type Histogram = AuditSummary['histogram'];

/**
 * From the hours that were counted when they were sealed, where those will do:
 * then it is complete. Else from the given records.
 *
 * @param seqs - query for the newest records of the filter
 */
export async function countByBucket(
  knex: Knex,
  criteria: AuditCriteria,
  seqs: Sql,
  buckets: Buckets,
): Promise<Histogram> {
  const byHour =
    buckets.length % HOUR === 0 &&
    Object.keys(criteria).every(key => IN_HOURS.includes(key));
  const source = byHour
    ? hoursAndUnsealed(knex, criteria)
    : knex.raw(
        `select recorded_at as at, outcome, 1 as records
         from (${seqs.sql}) page join audit_records using (seq)`,
        seqs.bindings,
      );
  const { start, length, count } = buckets;
  const { rows } = await knex.raw(
    `select floor((extract(epoch from at) * 1000 - ?) / ?)::int as bucket, outcome, sum(records)::int as records
     from (?) counted
     where at >= to_timestamp(?::float8 / 1000) and at < to_timestamp(?::float8 / 1000)
     group by 1, 2`,
    [start, length, source, start, start + length * count],
  );
  const histogram: Histogram = Array.from({ length: count }, (_, index) => ({
    from: new Date(start + index * length).toISOString(),
    to: new Date(start + (index + 1) * length).toISOString(),
    success: 0,
    failure: 0,
    denied: 0,
    pending: 0,
    unknown: 0,
  }));
  for (const { bucket, outcome, records } of rows) {
    histogram[bucket][outcome as AuditOutcome] = records;
  }
  return histogram;
}

function hoursAndUnsealed(
  knex: Knex,
  { action, outcome }: AuditCriteria,
): Knex.Raw {
  return knex.raw(
    `select hour as at, action, outcome, records from audit_hours
       where (cast(:action as text) is null or action = :action) and (cast(:outcome as text) is null or outcome = :outcome)
     union all
     select recorded_at, action, outcome, 1 from (
       select r.recorded_at, r.action, r.outcome from audit_records r, audit_sealing s
       where (r.xid, r.seq) > (s.last_xid, s.last_seq)
       order by r.xid desc, r.seq desc limit ${MOST_UNSEALED}
     ) unsealed
       where (cast(:action as text) is null or action = :action) and (cast(:outcome as text) is null or outcome = :outcome)`,
    { action: action ?? null, outcome: outcome ?? null },
  );
}
