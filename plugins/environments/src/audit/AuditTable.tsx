import { Link } from '@backstage/ui';
import { AuditRecord } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { Time } from '../components/Time';
import { formatUtc } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';
import { ActorName } from './ActorName';
import styles from './AuditTable.module.css';
import { dayOf } from './filter/quickRanges';
import { AuditFilterState } from './filter/useAuditFilter';
import { OutcomeMark } from './OutcomeMark';
import { SealMark } from './SealMark';

/** Columns that an open record makes room for: it says all of that itself. */
const ASIDE = ['where', 'seal'];

/** A page of records; person, place and day of each narrow the log to them. */
export function AuditTable(props: {
  records: AuditRecord[];
  filter: AuditFilterState;
  isStale: boolean;
}) {
  const { filter } = props;
  const { linkTo, recordId } = filter;
  const t = useTranslation();

  const columns: DataColumn<AuditRecord>[] = [
    {
      id: 'time',
      label: t('audit.column.time'),
      render: ({ time }) => (
        <Link
          className={styles.link}
          href={linkTo(dayOf(time))}
          aria-label={t('audit.narrow.day', {
            day: time.slice(0, 10),
            time: formatUtc(time, { seconds: true }),
          })}
        >
          <Time value={time} seconds />
        </Link>
      ),
    },
    {
      id: 'who',
      label: t('audit.column.who'),
      render: ({ actor, erased }) => (
        <ActorName
          actor={actor}
          erased={erased}
          toHref={ref => linkTo({ actor: ref })}
        />
      ),
    },
    {
      id: 'what',
      label: t('audit.column.what'),
      render: record => <What record={record} />,
    },
    {
      id: 'outcome',
      label: t('audit.column.outcome'),
      render: ({ outcome }) => <OutcomeMark outcome={outcome} />,
    },
    {
      id: 'where',
      label: t('audit.column.where'),
      render: record => <Where record={record} filter={filter} />,
    },
    {
      id: 'seal',
      label: t('audit.column.seal'),
      render: record => <SealMark record={record} />,
    },
  ];

  return (
    <DataTable
      label={t('audit.caption')}
      columns={columns.filter(
        ({ id }) => !ASIDE.includes(id) || recordId === undefined,
      )}
      items={props.records}
      getId={record => record.eventId}
      isStale={props.isStale}
      selectedId={recordId}
      onSelect={({ eventId }) => filter.set({ record: eventId })}
    />
  );
}

function What(props: { record: AuditRecord }) {
  const { action, stage, target, reason, unreadable, changed } = props.record;
  const t = useTranslation();
  return (
    <>
      <div>
        {action} · {t(`audit.stage.${stage}`)}
      </div>
      {target.kind && (
        <div>
          {target.kind} {target.name}
        </div>
      )}
      {reason && <div className={styles.reason}>{reason}</div>}
      {unreadable && <div>{t('audit.record.unreadable')}</div>}
      {changed && <div>{t('audit.record.changed')}</div>}
    </>
  );
}

function Where(props: { record: AuditRecord; filter: AuditFilterState }) {
  const { linkTo } = props.filter;
  const { environmentId, environmentName, target } = props.record;
  const { cluster, namespace } = target;
  return (
    <>
      {environmentId && (
        <div>
          <Link
            className={styles.link}
            href={linkTo({ environment: environmentId })}
          >
            {environmentName ?? environmentId}
          </Link>
        </div>
      )}
      {cluster && (
        <div>
          {cluster}
          {namespace && ' / '}
          {namespace && (
            <Link className={styles.link} href={linkTo({ namespace })}>
              {namespace}
            </Link>
          )}
        </div>
      )}
    </>
  );
}
