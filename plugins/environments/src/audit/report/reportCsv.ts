import { AuditReport } from '@sandlot/plugin-environments-common';

const HEADER = [
  'list',
  'time',
  'what',
  'environment',
  'environment_id',
  'owner',
  'by',
  'cluster',
  'namespace',
  'template',
  'revision',
  'outcome',
  'because',
  'ends',
  'deleted',
  'record',
];

/** The lists of a report, RFC 4180, safe to open in a spreadsheet. */
export function reportCsv(report: AuditReport): string {
  const rows = [
    HEADER,
    ...report.created.map(item => toRow('created', item)),
    ...report.withoutEnd.map(item => toRow('without end', item)),
    ...report.exceptions.map(item => [
      'exceptions',
      item.time,
      `${item.kind} ${item.action}`,
      item.environmentName,
      item.environmentId,
      undefined,
      item.actor,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      item.reason,
      undefined,
      undefined,
      item.eventId,
    ]),
  ];
  return rows.map(row => `${row.map(toCell).join(',')}\r\n`).join('');
}

function toRow(list: string, item: AuditReport['created'][number]) {
  return [
    list,
    item.createdAt,
    'environment.create',
    item.name,
    item.environmentId,
    item.owner,
    item.createdBy,
    item.cluster,
    item.namespace,
    item.template,
    item.revision,
    item.outcome,
    item.basis,
    item.endsAt,
    item.deletedAt,
    item.eventId,
  ];
}

/** A spreadsheet would run what begins like a formula. */
function toCell(value: string | undefined = ''): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
