import { AuditRecord } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { Time } from '../components/Time';
import { useTranslation } from '../hooks/useTranslation';
import { ActorName } from './ActorName';
import { OutcomeMark } from './OutcomeMark';

export function AuditTable(props: {
  records: AuditRecord[];
  isStale: boolean;
  selectedId: string | undefined;
  onSelect: (eventId: string) => void;
}) {
  const t = useTranslation();

  const columns: DataColumn<AuditRecord>[] = [
    {
      id: 'time',
      label: t('audit.column.time'),
      render: ({ time }) => <Time value={time} seconds />,
    },
    {
      id: 'who',
      label: t('audit.column.who'),
      render: ({ actor }) => <ActorName actor={actor} />,
    },
    {
      id: 'what',
      label: t('audit.column.what'),
      render: ({ action, stage, target }) => (
        <>
          <div>
            {action} · {t(`audit.stage.${stage}`)}
          </div>
          {target.kind && (
            <div>
              {target.kind} {target.name}
            </div>
          )}
        </>
      ),
    },
    {
      id: 'where',
      label: t('audit.column.where'),
      render: ({ target }) =>
        [target.cluster, target.namespace].filter(Boolean).join(' / '),
    },
    {
      id: 'outcome',
      label: t('audit.column.outcome'),
      render: ({ outcome }) => <OutcomeMark outcome={outcome} />,
    },
  ];

  return (
    <DataTable
      label={t('audit.caption')}
      // Beside an open record there is no room for all, and that one says where.
      columns={columns.filter(
        ({ id }) => id !== 'where' || props.selectedId === undefined,
      )}
      items={props.records}
      getId={record => record.eventId}
      isStale={props.isStale}
      selectedId={props.selectedId}
      onSelect={record => props.onSelect(record.eventId)}
    />
  );
}
