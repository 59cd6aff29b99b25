import { AuditCheck } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';

/**
 * The check as the API gives it.
 *
 * @param late - seconds after the last whole pass, or the begin of the first, when
 *   the next one should have ended
 */
export async function readStatus(
  knex: Knex,
  late: number,
  mostFaults: number,
): Promise<AuditCheck> {
  const row = await knex('audit_checks')
    .select(
      '*',
      knex.raw(
        'coalesce(ended_at, started_at) + make_interval(secs => ?) < clock_timestamp() as is_overdue',
        [late],
      ),
    )
    .first();
  const [{ count }] = await knex('audit_faults').count({ count: '*' });
  const faults = await knex
    .from(
      knex('audit_faults')
        .orderBy(['from_index', 'kind'])
        .limit(mostFaults)
        .as('f'),
    )
    .leftJoin('audit_seals as s', 's.index', 'f.from_index')
    .leftJoin('audit_records as r', 'r.seq', 's.seq')
    .select('f.*', 'r.event_id')
    .orderBy(['f.from_index', 'f.kind']);
  return {
    ...(row?.ended_at && {
      last: {
        endedAt: row.ended_at.toISOString(),
        size: row.ended_size,
        records: row.ended_records,
      },
    }),
    ...(row?.started_at && {
      running: {
        startedAt: row.started_at.toISOString(),
        size: row.size,
        nextIndex: row.next_index,
      },
    }),
    isOverdue: row?.is_overdue ?? false,
    faultCount: Number(count),
    faults: faults.map(fault => ({
      kind: fault.kind,
      fromIndex: fault.from_index,
      toIndex: fault.to_index,
      foundAt: fault.found_at.toISOString(),
      ...(fault.event_id && { eventId: fault.event_id }),
    })),
  };
}
