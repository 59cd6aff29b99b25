import { Link } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
import { EnvironmentMarks } from '../components/EnvironmentMarks';
import { PhaseMark } from '../components/PhaseMark';
import { Time } from '../components/Time';
import { TimeLeft } from '../components/TimeLeft';
import { listNames } from '../format/listNames';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import styles from './EnvironmentsTable.module.css';

export function EnvironmentsTable(props: {
  label: string;
  environments: Environment[];
  isStale?: boolean;
}) {
  const t = useTranslation();
  const links = useLinks();

  const columns: DataColumn<Environment>[] = [
    {
      id: 'name',
      label: t('list.column.name'),
      render: ({ id, name }) => (
        <span className={styles.name}>
          <Link href={links.environment(id)}>{name}</Link>
        </span>
      ),
    },
    {
      id: 'state',
      label: t('list.column.state'),
      render: environment => (
        <>
          <PhaseMark phase={environment.phase} />
          <WhoseTurn environment={environment} />
          <div>
            <EnvironmentMarks environment={environment} />
          </div>
        </>
      ),
    },
    {
      id: 'left',
      label: t('list.column.left'),
      render: environment => (
        <TimeLeft
          environment={environment}
          endless={t('lifecycle.left.endless')}
        />
      ),
    },
    {
      id: 'owner',
      label: t('list.column.owner'),
      render: ({ owner }) => <EntityName entityRef={owner} />,
    },
    {
      id: 'template',
      label: t('list.column.template'),
      render: ({ template }) => (
        <>
          {template.title} <Digest value={template.revision} />
        </>
      ),
    },
    {
      id: 'cluster',
      label: t('list.column.cluster'),
      render: ({ cluster }) => cluster.title,
    },
    {
      id: 'created',
      label: t('list.column.created'),
      render: ({ createdAt }) => <Time value={createdAt} />,
    },
  ];

  return (
    <DataTable
      label={props.label}
      columns={columns}
      items={props.environments}
      getId={environment => environment.id}
      isStale={props.isStale}
    />
  );
}

/** Who has not agreed yet, while that is what it waits for. */
function WhoseTurn(props: { environment: Environment }) {
  const { approvals = [] } = props.environment;
  const t = useTranslation();
  const asked = approvals.filter(({ state }) => state === 'pending');
  return asked.length > 0 ? (
    <div>
      {t('list.asked', {
        names: listNames(asked.map(({ requirement }) => requirement.by)),
      })}
    </div>
  ) : null;
}
