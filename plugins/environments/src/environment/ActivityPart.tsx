import { Operation } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { EntityName } from '../components/EntityName';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { StatusMark, Tone } from '../components/StatusMark';
import { TableSkeleton } from '../components/TableSkeleton';
import { Time } from '../components/Time';
import { formatDuration } from '../format/time';
import { useOperations } from '../hooks/useEnvironment';
import { useNow } from '../hooks/useNow';
import { useTranslation } from '../hooks/useTranslation';
import { StageList } from './StageList';

const TONES: Record<Operation['state'], Tone> = {
  Queued: 'neutral',
  Running: 'active',
  Succeeded: 'success',
  Failed: 'danger',
};

/** What was done with the environment, by whom, and how it went. */
export function ActivityPart(props: { id: string }) {
  const t = useTranslation();
  const operations = useOperations(props.id);
  const now = useNow(
    operations.data?.some(({ finishedAt }) => !finishedAt) ?? false,
  );

  const columns: DataColumn<Operation>[] = [
    {
      id: 'operation',
      label: t('environment.activity.column.operation'),
      render: ({ kind }) => t(`environment.activity.kind.${kind}`),
    },
    {
      id: 'state',
      label: t('environment.activity.column.state'),
      render: ({ state, failure }) => (
        <>
          <StatusMark tone={TONES[state]}>
            {t(`environment.activity.state.${state}`)}
          </StatusMark>
          {failure && <div>{failure.message}</div>}
        </>
      ),
    },
    {
      id: 'stages',
      label: t('environment.activity.column.stages'),
      render: ({ stages }) => <StageList stages={stages} now={now} isCompact />,
    },
    {
      id: 'person',
      label: t('environment.activity.column.person'),
      render: ({ requestedBy }) => <EntityName entityRef={requestedBy} />,
    },
    {
      id: 'requested',
      label: t('environment.activity.column.requested'),
      render: ({ requestedAt }) => <Time value={requestedAt} seconds />,
    },
    {
      id: 'took',
      label: t('environment.activity.column.took'),
      render: ({ requestedAt, finishedAt }) =>
        finishedAt
          ? formatDuration(Date.parse(finishedAt) - Date.parse(requestedAt))
          : '',
    },
  ];

  return (
    <ResourceView resource={operations} skeleton={<TableSkeleton rows={2} />}>
      {items =>
        items.length === 0 ? (
          <Sentence>{t('environment.activity.empty')}</Sentence>
        ) : (
          <DataTable
            label={t('environment.activity.caption')}
            columns={columns}
            items={items}
            getId={operation => operation.id}
            isStale={operations.isStale}
          />
        )
      }
    </ResourceView>
  );
}
