import { Link } from '@backstage/ui';
import { TemplateReport } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../../components/DataTable';
import { Digest } from '../../components/Digest';
import { EntityName } from '../../components/EntityName';
import { Time } from '../../components/Time';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { LeadTime } from '../figures/LeadTime';
import { SuccessBar } from '../figures/SuccessBar';
import { TemplateStateMark } from './TemplateStateMark';
import styles from './TemplatesTable.module.css';

export function TemplatesTable(props: {
  reports: TemplateReport[];
  isStale: boolean;
}) {
  const t = useTranslation();
  const links = useLinks();

  const columns: DataColumn<TemplateReport>[] = [
    {
      id: 'template',
      label: t('templates.list.column.template'),
      render: ({ ref, title, owner }) => (
        <span className={styles.stack}>
          <Link href={links.template(ref)}>{title}</Link>
          <span className={styles.secondary}>
            <EntityName entityRef={owner} />
          </span>
        </span>
      ),
    },
    {
      id: 'state',
      label: t('templates.list.column.state'),
      render: report => <TemplateStateMark report={report} />,
    },
    {
      id: 'environments',
      label: t('templates.list.column.environments'),
      render: ({ environments, behind }) => (
        <span className={styles.stack}>
          {environments}
          {behind > 0 && (
            <span className={styles.secondary}>
              {t('templates.list.behind', {
                number: String(behind),
              })}
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'success',
      label: t('templates.list.column.success'),
      render: ({ creations }) => <SuccessBar creations={creations} />,
    },
    {
      id: 'median',
      label: t('templates.list.column.median'),
      render: ({ creations }) => <LeadTime creations={creations} />,
    },
    {
      id: 'revision',
      label: t('templates.list.column.revision'),
      render: ({ revision, changedAt }) => (
        <span className={`${styles.stack} ${styles.whole}`}>
          {revision && <Digest value={revision} />}
          <span className={styles.secondary}>
            <Time value={changedAt} />
          </span>
        </span>
      ),
    },
  ];

  return (
    <DataTable
      label={t('templates.list.caption')}
      columns={columns}
      items={props.reports}
      getId={({ ref }) => ref}
      isStale={props.isStale}
    />
  );
}
