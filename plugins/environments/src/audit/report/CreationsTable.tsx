import {
  AuditReportCreation,
  entityName,
} from '@sandlot/plugin-environments-common';
import { ReactNode } from 'react';
import { Digest } from '../../components/Digest';
import { Time } from '../../components/Time';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';
import { OutcomeMark } from '../OutcomeMark';
import { RecordLink } from './RecordLink';
import { ReportTable } from './ReportTable';

/** Environments: whose, of what, where, by what right, until when. */
export function CreationsTable(props: {
  items: AuditReportCreation[];
  label: string;
  empty: string;
}) {
  const { items, label, empty } = props;
  const t = useTranslation();
  return (
    <ReportTable
      label={label}
      empty={empty}
      columns={[
        t('auditReport.column.created'),
        t('auditReport.column.environment'),
        t('auditReport.column.owner'),
        t('auditReport.column.template'),
        t('auditReport.column.where'),
        t('auditReport.column.ends'),
        t('auditReport.column.outcome'),
      ]}
      rows={items.map(item => ({
        key: item.environmentId,
        cells: [
          <RecordLink eventId={item.eventId}>
            {formatUtc(item.createdAt)}
          </RecordLink>,
          item.name,
          <>
            {entityName(item.owner)}
            <small>
              {t('auditReport.by', { name: entityName(item.createdBy) })}
            </small>
            {item.basis && <small>{item.basis}</small>}
          </>,
          <>
            {entityName(item.template)}
            {item.revision && (
              <small>
                <Digest value={item.revision} />
              </small>
            )}
          </>,
          <>
            {item.cluster}
            <small>{item.namespace}</small>
          </>,
          toEnd(item),
          <OutcomeMark outcome={item.outcome} />,
        ],
      }))}
    />
  );

  function toEnd({ endsAt, deletedAt }: AuditReportCreation): ReactNode {
    if (deletedAt) {
      return (
        <>
          {t('auditReport.deleted')} <Time value={deletedAt} />
        </>
      );
    }
    return endsAt ? <Time value={endsAt} /> : t('auditReport.endless');
  }
}
