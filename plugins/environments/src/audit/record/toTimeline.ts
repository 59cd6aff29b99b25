import { AuditRecord } from '@sandlot/plugin-environments-common';

/** One record of a request, in its place. */
export interface TimelineStep {
  record: AuditRecord;
  /** Since the record before, in milliseconds; undefined for the first. */
  sinceBefore: number | undefined;
  /** Of an attempt: how it ended, or that nobody knows yet. */
  attempt?: 'open' | { end: AuditRecord; milliseconds: number };
}

/** What one request brought about. */
interface Timeline {
  steps: TimelineStep[];
  /** From the first record to the last, in milliseconds. */
  milliseconds: number;
  open: number;
}

/** @param records - of one request, oldest first */
export function toTimeline(records: AuditRecord[]): Timeline {
  const steps = records.map((record, index): TimelineStep => {
    const before = records[index - 1];
    return {
      record,
      sinceBefore: before && between(before, record),
      ...(record.stage === 'attempt' && {
        attempt: endOf(record, records.slice(index + 1)),
      }),
    };
  });
  return {
    steps,
    milliseconds:
      records.length > 0 ? between(records[0], records[records.length - 1]) : 0,
    open: steps.filter(({ attempt }) => attempt === 'open').length,
  };
}

function endOf(
  attempt: AuditRecord,
  later: AuditRecord[],
): TimelineStep['attempt'] {
  const end = later.find(
    record =>
      ['succeeded', 'failed', 'unknown'].includes(record.stage) &&
      record.action === attempt.action &&
      record.attempt === attempt.attempt &&
      record.target.kind === attempt.target.kind &&
      record.target.name === attempt.target.name,
  );
  return end ? { end, milliseconds: between(attempt, end) } : 'open';
}

function between(one: AuditRecord, other: AuditRecord): number {
  return Math.max(0, Date.parse(other.time) - Date.parse(one.time));
}
