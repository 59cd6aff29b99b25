import { Flex, Link } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { useMemo } from 'react';
import { DataColumn, DataTable } from '../../components/DataTable';
import { Digest } from '../../components/Digest';
import { EntityName } from '../../components/EntityName';
import { LoadMore } from '../../components/LoadMore';
import { PhaseMark } from '../../components/PhaseMark';
import { ResourceView } from '../../components/ResourceView';
import { Sentence } from '../../components/Sentence';
import { StatusMark } from '../../components/StatusMark';
import { TableSkeleton } from '../../components/TableSkeleton';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import tableStyles from '../list/TemplatesTable.module.css';

/** What runs on a template, and what one has to know before changing it. */
export function TemplateEnvironments(props: { template: string }) {
  const { template } = props;
  const t = useTranslation();
  const query = useMemo(
    () => ({ scope: 'all' as const, template }),
    [template],
  );
  const pages = useEnvironments(query);
  return (
    <ResourceView resource={pages} skeleton={<TableSkeleton />}>
      {({ items }) =>
        items.length === 0 ? (
          <Sentence>{t('templates.environments.empty')}</Sentence>
        ) : (
          <Flex direction="column" gap="4">
            <EnvironmentsOfTemplate
              environments={items}
              isStale={pages.isStale}
            />
            <LoadMore pages={pages} />
          </Flex>
        )
      }
    </ResourceView>
  );
}

function EnvironmentsOfTemplate(props: {
  environments: Environment[];
  isStale: boolean;
}) {
  const t = useTranslation();
  const links = useLinks();
  const columns: DataColumn<Environment>[] = [
    {
      id: 'name',
      label: t('templates.environments.column.name'),
      render: ({ id, name }) => (
        <Link href={links.environment(id)}>{name}</Link>
      ),
    },
    {
      id: 'state',
      label: t('templates.environments.column.state'),
      render: ({ phase }) => <PhaseMark phase={phase} />,
    },
    {
      id: 'revision',
      label: t('templates.environments.column.revision'),
      render: ({ draft, template: { revision, behind } }) => (
        <span className={tableStyles.stack}>
          <Digest value={revision} />
          {/* A draft is beside the published revisions, not behind them. */}
          {!draft && (
            <span className={tableStyles.secondary}>
              {behind > 0
                ? t('templates.environments.behind', { count: behind })
                : t('templates.environments.current')}
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'notes',
      label: t('templates.environments.column.notes'),
      render: environment => <Notes environment={environment} />,
    },
    {
      id: 'owner',
      label: t('templates.environments.column.owner'),
      render: ({ owner }) => <EntityName entityRef={owner} />,
    },
    {
      id: 'cluster',
      label: t('templates.environments.column.cluster'),
      render: ({ cluster }) => cluster.title,
    },
  ];
  return (
    <DataTable
      label={t('templates.environments.caption')}
      columns={columns}
      items={props.environments}
      getId={({ id }) => id}
      isStale={props.isStale}
    />
  );
}

function Notes(props: { environment: Environment }) {
  const { hold, drifted, draft } = props.environment;
  const t = useTranslation();
  return (
    <span className={tableStyles.stack}>
      {hold && (
        <StatusMark tone="neutral">
          {t('templates.environments.held', { reason: hold.reason })}
        </StatusMark>
      )}
      {drifted > 0 && (
        <StatusMark tone="warning">
          {t('templates.environments.drifted', { count: drifted })}
        </StatusMark>
      )}
      {draft && <span>{t('templates.environments.draft')}</span>}
    </span>
  );
}
