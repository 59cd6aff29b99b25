import { Link } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
import { EnvironmentMarks } from '../components/EnvironmentMarks';
import { PhaseMark } from '../components/PhaseMark';
import { Time } from '../components/Time';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';

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
        <Link href={links.environment(id)}>{name}</Link>
      ),
    },
    {
      id: 'state',
      label: t('list.column.state'),
      render: environment => (
        <>
          <PhaseMark phase={environment.phase} />
          <div>
            <EnvironmentMarks environment={environment} />
          </div>
        </>
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
