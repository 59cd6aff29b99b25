import { AuditWitness } from '@sandlot/plugin-environments-common';
import { DataTable } from '../../components/DataTable';
import { Sentence } from '../../components/Sentence';
import { StatusMark } from '../../components/StatusMark';
import { Time } from '../../components/Time';
import { useTranslation } from '../../hooks/useTranslation';

/** Who keeps checkpoints outside of the database. */
export function WitnessesPart(props: { witnesses: AuditWitness[] }) {
  const { witnesses } = props;
  const t = useTranslation();
  if (witnesses.length === 0) {
    return <Sentence>{t('auditLog.witnesses.none')}</Sentence>;
  }
  return (
    <DataTable
      label={t('auditLog.witnesses.title')}
      items={witnesses}
      getId={({ name }) => name}
      columns={[
        {
          id: 'name',
          label: t('auditLog.witnesses.name'),
          render: ({ name }) => name,
        },
        {
          id: 'kind',
          label: t('auditLog.witnesses.kind'),
          render: ({ kind }) => t(`auditLog.witnesses.kinds.${kind}`),
        },
        {
          id: 'size',
          label: t('auditLog.witnesses.size'),
          render: ({ size }) =>
            size ? BigInt(size).toLocaleString('en-US') : '–',
        },
        {
          id: 'time',
          label: t('auditLog.witnesses.time'),
          render: ({ witnessedAt }) =>
            witnessedAt ? <Time value={witnessedAt} seconds /> : '–',
        },
        {
          id: 'state',
          label: t('auditLog.state'),
          render: ({ isBehind, problem }) => (
            <>
              <StatusMark tone={isBehind || problem ? 'warning' : 'success'}>
                {t(
                  isBehind
                    ? 'auditLog.witnesses.behind'
                    : 'auditLog.witnesses.current',
                )}
              </StatusMark>
              {problem && <div>{problem}</div>}
            </>
          ),
        },
      ]}
    />
  );
}
