import {
  Activity,
  ActivityEvent,
  Operation,
} from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { EntityName } from '../components/EntityName';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { StatusMark, Tone } from '../components/StatusMark';
import { TableSkeleton } from '../components/TableSkeleton';
import { Time } from '../components/Time';
import { Words } from '../components/Words';
import { formatDuration } from '../format/time';
import { useActivity } from '../hooks/useEnvironment';
import { useNow } from '../hooks/useNow';
import { useTranslation } from '../hooks/useTranslation';
import styles from './ActivityPart.module.css';
import { EventDetails, OperationDetails } from './ActivityDetails';

const TONES: Record<Operation['state'], Tone> = {
  AwaitingApproval: 'warning',
  Queued: 'neutral',
  Running: 'active',
  Succeeded: 'success',
  Failed: 'danger',
  Cancelled: 'neutral',
};

/** An operation, or a decision that needed none. */
type Entry = { id: string; by: string; time: string } & (
  | { operation: Operation; event?: undefined }
  | { operation?: undefined; event: ActivityEvent }
);

/** What was done with the environment, by whom, why, and how it went. */
export function ActivityPart(props: { id: string }) {
  const t = useTranslation();
  const activity = useActivity(props.id);
  const now = useNow(
    activity.data?.items.some(({ finishedAt }) => !finishedAt) ?? false,
  );

  const columns: DataColumn<Entry>[] = [
    {
      id: 'operation',
      label: t('environment.activity.column.operation'),
      render: ({ operation, event }) =>
        t(`environment.activity.kind.${(operation ?? event).kind}`),
    },
    {
      id: 'state',
      label: t('environment.activity.column.state'),
      render: ({ operation }) => (
        <OperationState
          state={operation?.state ?? 'Succeeded'}
          message={operation?.failure?.message}
        />
      ),
    },
    {
      id: 'details',
      label: t('environment.activity.column.details'),
      render: ({ operation, event }) =>
        operation ? (
          <OperationDetails operation={operation} now={now} />
        ) : (
          <EventDetails event={event} />
        ),
    },
    {
      id: 'person',
      label: t('environment.activity.column.person'),
      render: ({ by }) => <EntityName entityRef={by} />,
    },
    {
      id: 'requested',
      label: t('environment.activity.column.requested'),
      render: ({ time }) => <Time value={time} seconds />,
    },
    {
      id: 'took',
      label: t('environment.activity.column.took'),
      render: ({ operation }) =>
        operation?.finishedAt
          ? formatDuration(
              Date.parse(operation.finishedAt) -
                Date.parse(operation.requestedAt),
            )
          : '',
    },
  ];

  return (
    <ResourceView resource={activity} skeleton={<TableSkeleton rows={2} />}>
      {data =>
        data.items.length === 0 ? (
          <Sentence>{t('environment.activity.empty')}</Sentence>
        ) : (
          <DataTable
            label={t('environment.activity.caption')}
            columns={columns}
            items={toEntries(data)}
            getId={({ id }) => id}
            isStale={activity.isStale}
          />
        )
      }
    </ResourceView>
  );
}

function OperationState(props: {
  state: Operation['state'];
  message: string | undefined;
}) {
  const { state, message } = props;
  const t = useTranslation();
  return (
    <>
      <StatusMark tone={TONES[state]}>
        {t(`environment.activity.state.${state}`)}
      </StatusMark>
      {message && (
        <div className={styles.message}>
          <Words>{message}</Words>
        </div>
      )}
    </>
  );
}

/** Newest first. */
function toEntries({ items, events }: Activity): Entry[] {
  return [
    ...items.map(operation => ({
      id: operation.id,
      by: operation.requestedBy,
      time: operation.requestedAt,
      operation,
    })),
    ...events.map(event => ({
      id: event.id,
      by: event.by,
      time: event.time,
      event,
    })),
  ].sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
}
