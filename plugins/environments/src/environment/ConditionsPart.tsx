import { Condition } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { Sentence } from '../components/Sentence';
import { Time } from '../components/Time';
import { Words } from '../components/Words';
import { useTranslation } from '../hooks/useTranslation';

/** What the engine found true or not of the environment. */
export function ConditionsPart(props: { conditions: Condition[] }) {
  const t = useTranslation();

  const columns: DataColumn<Condition>[] = [
    {
      id: 'type',
      label: t('environment.conditions.column.type'),
      render: ({ type }) => type,
    },
    {
      id: 'status',
      label: t('environment.conditions.column.status'),
      render: ({ status }) => status,
    },
    {
      id: 'reason',
      label: t('environment.conditions.column.reason'),
      render: ({ reason }) => reason,
    },
    {
      id: 'message',
      label: t('environment.conditions.column.message'),
      render: ({ message }) => <Words>{message}</Words>,
    },
    {
      id: 'since',
      label: t('environment.conditions.column.since'),
      render: ({ lastTransitionTime }) => (
        <Time value={lastTransitionTime} seconds />
      ),
    },
  ];

  return props.conditions.length === 0 ? (
    <Sentence>{t('environment.conditions.empty')}</Sentence>
  ) : (
    <DataTable
      label={t('environment.conditions.caption')}
      columns={columns}
      items={props.conditions}
      getId={({ type }) => type}
    />
  );
}
