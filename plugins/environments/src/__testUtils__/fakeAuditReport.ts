import {
  AuditRecord,
  AuditReport,
  AuditReportException,
} from '@sandlot/plugin-environments-common';
import { TEAM } from './fixtures';

/** What the records of a period come to, for who has to answer for it. */
export function fakeAuditReport(
  records: AuditRecord[],
  period: { from: string; to: string },
): AuditReport {
  const created = records
    .filter(
      ({ action, stage }) =>
        action === 'environment.create' && stage === 'authorized',
    )
    .map(toCreation);
  const exceptions = records
    .filter(({ outcome }) => outcome === 'denied' || outcome === 'failure')
    .map(toException);
  return {
    ...period,
    generatedAt: new Date().toISOString(),
    figures: {
      created: created.length,
      deleted: 0,
      failed: exceptions.filter(({ kind }) => kind === 'failure').length,
      denied: exceptions.filter(({ kind }) => kind === 'denial').length,
      overrides: 0,
      approvals: 0,
      live: created.length,
    },
    created,
    exceptions,
    withoutEnd: created
      .slice(0, 1)
      .map(item => ({ ...item, endsAt: undefined })),
    integrity: {
      statement: `All ${records.length} records of the period are sealed, and a witness outside of the database keeps a checkpoint that covers them.`,
      records: records.length,
      fromIndex: '0',
      toIndex: String(records.length),
    },
  };
}

function toCreation(record: AuditRecord): AuditReport['created'][number] {
  return {
    environmentId: record.environmentId ?? record.correlationId,
    name: record.environmentName ?? record.target.name ?? '',
    owner: TEAM,
    createdBy: record.actor.ref,
    createdAt: record.time,
    cluster: record.target.cluster ?? '',
    namespace: record.target.namespace ?? '',
    template: record.template?.ref ?? '',
    revision: record.template?.revision,
    outcome: 'success',
    basis: record.authorization?.basis,
    endsAt: new Date(Date.parse(record.time) + 7 * 86_400_000).toISOString(),
    eventId: record.eventId,
  };
}

function toException(record: AuditRecord): AuditReportException {
  return {
    kind: record.outcome === 'denied' ? 'denial' : 'failure',
    time: record.time,
    action: record.action,
    actor: record.actor.onBehalfOf ?? record.actor.ref,
    environmentId: record.environmentId,
    environmentName: record.environmentName,
    reason: record.reason,
    eventId: record.eventId,
  };
}
