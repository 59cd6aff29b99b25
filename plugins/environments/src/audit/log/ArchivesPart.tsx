import { AuditArchive } from '@sandlot/plugin-environments-common';
import { DataTable } from '../../components/DataTable';
import { Digest } from '../../components/Digest';
import { Sentence } from '../../components/Sentence';
import { Time } from '../../components/Time';
import { useTranslation } from '../../hooks/useTranslation';

/** Months whose records were exported, verified and then taken away. */
export function ArchivesPart(props: { archives: AuditArchive[] }) {
  const { archives } = props;
  const t = useTranslation();
  if (archives.length === 0) {
    return <Sentence>{t('auditLog.archives.none')}</Sentence>;
  }
  return (
    <DataTable
      label={t('auditLog.archives.title')}
      items={archives}
      getId={({ month }) => month}
      columns={[
        {
          id: 'month',
          label: t('auditLog.archives.month'),
          render: ({ month }) => month,
        },
        {
          id: 'records',
          label: t('auditLog.archives.records'),
          render: ({ fromIndex, toIndex }) =>
            t('auditLog.archives.range', {
              from: fromIndex,
              to: String(BigInt(toIndex) - 1n),
            }),
        },
        {
          id: 'place',
          label: t('auditLog.archives.place'),
          render: ({ place }) => place,
        },
        {
          id: 'digest',
          label: t('auditLog.archives.digest'),
          render: ({ digest }) => <Digest value={digest} />,
        },
        {
          id: 'verifiedAt',
          label: t('auditLog.archives.verifiedAt'),
          render: ({ verifiedAt }) => <Time value={verifiedAt} seconds />,
        },
      ]}
    />
  );
}
