import {
  AuditCriteria,
  AuditRecord,
  AuditSummary,
} from '@sandlot/plugin-environments-common';

const BUCKETS = 24;
const DAY_MS = 86_400_000;

/** Whether the record is one of those that the filter means. */
export function fits(record: AuditRecord, filter: AuditCriteria): boolean {
  const { actor, target, template } = record;
  const words = JSON.stringify(record).toLocaleLowerCase('en-US');
  return (
    (!filter.actor || [actor.ref, actor.onBehalfOf].includes(filter.actor)) &&
    (!filter.group || actor.groups.includes(filter.group)) &&
    (!filter.action || record.action === filter.action) &&
    (!filter.stage || record.stage === filter.stage) &&
    (!filter.outcome || record.outcome === filter.outcome) &&
    (!filter.cluster || target.cluster === filter.cluster) &&
    (!filter.namespace || target.namespace === filter.namespace) &&
    (!filter.template || template?.ref === filter.template) &&
    (!filter.revision || template?.revision === filter.revision) &&
    (!filter.correlation || record.correlationId === filter.correlation) &&
    (!filter.environment || record.environmentId === filter.environment) &&
    (!filter.from || Date.parse(record.time) >= Date.parse(filter.from)) &&
    (!filter.to || Date.parse(record.time) < Date.parse(filter.to)) &&
    (!filter.text ||
      filter.text
        .toLocaleLowerCase('en-US')
        .split(/\s+/)
        .every(word => words.includes(word)))
  );
}

/**
 * What records come to.
 *
 * @param records - those that the filter means
 */
export function fakeAuditSummary(
  records: AuditRecord[],
  filter: AuditCriteria,
): AuditSummary {
  return {
    records: records.length,
    isAtLeast: false,
    facets: {
      action: count(records.map(({ action }) => action)),
      outcome: count(records.map(({ outcome }) => outcome)),
      stage: count(records.map(({ stage }) => stage)),
      cluster: count(records.map(({ target }) => target.cluster)),
      template: count(records.map(({ template }) => template?.ref)),
      actor: count(records.map(({ actor }) => actor.onBehalfOf ?? actor.ref)),
    },
    histogram: toHistogram(records, filter),
  };
}

function count(values: (string | undefined)[]) {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== undefined) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([value, number]) => ({ value, count: number }))
    .sort((a, b) => b.count - a.count)
    .slice(0, 20);
}

function toHistogram(
  records: AuditRecord[],
  filter: AuditCriteria,
): AuditSummary['histogram'] {
  const times = records.map(({ time }) => Date.parse(time));
  const from = filter.from
    ? Date.parse(filter.from)
    : Math.min(...times, Date.now() - DAY_MS);
  const to = filter.to ? Date.parse(filter.to) : Math.max(...times, Date.now());
  const length = Math.max(1, Math.ceil((to - from) / BUCKETS));
  return Array.from({ length: BUCKETS }, (_, index) => {
    const start = from + index * length;
    const bucket = {
      from: new Date(start).toISOString(),
      to: new Date(start + length).toISOString(),
      success: 0,
      failure: 0,
      denied: 0,
      pending: 0,
      unknown: 0,
    };
    records.forEach(({ outcome }, record) => {
      if (times[record] >= start && times[record] < start + length) {
        bucket[outcome] += 1;
      }
    });
    return bucket;
  });
}
