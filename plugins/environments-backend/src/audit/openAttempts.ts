import { AuditRecord, AuditStage } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { AuditEvent } from './AuditEvent';
import { selectRecords, toRecord } from './record/recordRow';

/** How a call ends; what else is recorded of it leaves it open. */
const ENDS: AuditStage[] = ['succeeded', 'failed', 'unknown'];
/** Seconds after which nobody works any more on an attempt outside of operations. */
export const ABANDONED_AFTER = {
  // Tens of millions of records over a slow line.
  'audit.export': 6 * 3600,
  'environment.access': 60,
  'environment.revokeAccess': 60,
  // Of strays; what operations delete, their next worker looks after.
  'kubernetes.delete': 60,
  'template.dryRun': 900,
};
/** Who ends attempts outside of operations does so alone, or the end is told twice. */
const TURN = 'environments.open-access';

/** Attempts of an operation that no later record resolves. */
export async function findOpenAttempts(
  knex: Knex,
  operationId: string,
): Promise<AuditRecord[]> {
  const rows = await selectRecords(knex)
    .where({ operation_id: operationId })
    .whereLike('action', 'kubernetes.%')
    .orderBy('audit_records.seq');
  return openAmong(rows.map(toRecord));
}

/**
 * Earlier attempts of a call outside of operations that is about to be tried again, and
 * that nobody works on any more. No other transaction ends them meanwhile.
 */
export async function takeOpenAttempts(
  knex: Knex,
  { action, correlationId, target }: Omit<AuditEvent, 'stage'>,
): Promise<AuditRecord[]> {
  await knex.raw('select pg_advisory_xact_lock(hashtext(?))', [TURN]);
  const open = await findOpenOf(knex, [action], [correlationId]);
  return open.filter(
    one => one.target.kind === target.kind && one.target.name === target.name,
  );
}

/**
 * Attempts of the last day outside of operations, such as to give out a kubeconfig or an
 * export, whose end was not recorded in time. At most one transaction has them in hand at a time.
 */
export async function takeAbandonedAttempts(
  knex: Knex,
): Promise<AuditRecord[]> {
  const { rows } = await knex.raw(
    `select pg_try_advisory_xact_lock(hashtext(?)) as taken`,
    [TURN],
  );
  if (!rows[0].taken) return [];
  const overdue = await knex('audit_records')
    .select('event_id', 'correlation_id')
    .where({ stage: 'attempt', operation_id: null })
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
    // One request may have several such calls.
    .whereRaw(
      `(select count(*) filter (where same.stage = 'attempt')
          > count(*) filter (where same.stage in ('succeeded', 'failed', 'unknown'))
        from audit_records as same
        where same.correlation_id = audit_records.correlation_id and same.action = audit_records.action)`,
    );
  const ids = overdue.map(row => row.event_id);
  const open = await findOpenOf(
    knex,
    Object.keys(ABANDONED_AFTER),
    overdue.map(row => row.correlation_id),
  );
  return open.filter(({ eventId }) => ids.includes(eventId));
}

async function findOpenOf(
  knex: Knex,
  actions: string[],
  correlationIds: string[],
): Promise<AuditRecord[]> {
  if (correlationIds.length === 0) return [];
  const rows = await selectRecords(knex)
    .whereIn('action', actions)
    .whereIn('correlation_id', correlationIds)
    .whereIn('stage', ['attempt', ...ENDS])
    .orderBy('audit_records.seq');
  return openAmong(rows.map(toRecord));
}

/**
 * As `OpenAttempts` of environments-node finds them in an export.
 *
 * @param records - of calls, oldest first
 */
export function openAmong(records: AuditRecord[]): AuditRecord[] {
  const open = new Map<string, AuditRecord>();
  for (const record of records) {
    const { action, attempt, correlationId, target } = record;
    const call = [action, attempt, correlationId, target.kind, target.name];
    const key = JSON.stringify(call);
    if (record.stage === 'attempt') open.set(key, record);
    else if (ENDS.includes(record.stage)) open.delete(key);
  }
  return [...open.values()];
}
