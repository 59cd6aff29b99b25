import {
  AuditReportException,
  entityName,
} from '@sandlot/plugin-environments-common';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';
import { RecordLink } from './RecordLink';
import { ReportTable } from './ReportTable';

/** What was refused, failed, overridden, stopped or done past the portal. */
export function ExceptionsTable(props: { exceptions: AuditReportException[] }) {
  const t = useTranslation();
  return (
    <ReportTable
      label={t('auditReport.exceptions.title')}
      empty={t('auditReport.exceptions.none')}
      columns={[
        t('auditReport.column.time'),
        t('auditReport.column.kind'),
        t('auditReport.column.who'),
        t('auditReport.column.environment'),
        t('auditReport.column.reason'),
      ]}
      rows={props.exceptions.map(item => ({
        key: item.eventId,
        cells: [
          <RecordLink eventId={item.eventId}>
            {formatUtc(item.time)}
          </RecordLink>,
          <>
            <strong>{t(`auditReport.kind.${item.kind}`)}</strong>
            <small>
              <code>{item.action}</code>
            </small>
          </>,
          entityName(item.actor),
          item.environmentName ?? item.environmentId ?? '',
          item.reason ?? '',
        ],
      }))}
    />
  );
}
