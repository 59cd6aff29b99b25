import { Flex, Link } from '@backstage/ui';
import { Rollout, TemplateRevision } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { EntityName } from '../components/EntityName';
import { ResourceView } from '../components/ResourceView';
import { Sentence } from '../components/Sentence';
import { TableSkeleton } from '../components/TableSkeleton';
import { Time } from '../components/Time';
import { shortDigest } from '../format/digest';
import { useLinks } from '../hooks/useLinks';
import { useMayManageTemplates } from '../hooks/useMayManageTemplates';
import { Resource } from '../hooks/useResource';
import { useTranslation } from '../hooks/useTranslation';
import { progressOf } from './counts';
import { RolloutStateMark } from './RolloutStateMark';
import { StartRollout } from './start/StartRollout';
import { useRollouts } from './useRollouts';

/** The rollouts of a template, and the way to a new one. */
export function RolloutsPart(props: {
  template: string;
  revisions: Resource<TemplateRevision[]>;
}) {
  const { template, revisions } = props;
  const t = useTranslation();
  const mayManage = useMayManageTemplates();
  const rollouts = useRollouts(template);
  // A draft from the workbench is there to be tried, never to be rolled out.
  const published = revisions.data?.filter(
    ({ origin }) => origin !== 'workbench',
  );
  return (
    <Flex direction="column" gap="4">
      {mayManage && published && published.length > 0 && (
        <div>
          <StartRollout template={template} revisions={published} />
        </div>
      )}
      <ResourceView resource={rollouts} skeleton={<TableSkeleton rows={3} />}>
        {items =>
          items.length === 0 ? (
            <Sentence>{t('rollouts.empty')}</Sentence>
          ) : (
            <RolloutsTable rollouts={items} isStale={rollouts.isStale} />
          )
        }
      </ResourceView>
    </Flex>
  );
}

function RolloutsTable(props: { rollouts: Rollout[]; isStale: boolean }) {
  const t = useTranslation();
  const links = useLinks();
  const columns: DataColumn<Rollout>[] = [
    {
      id: 'revision',
      label: t('rollouts.column.revision'),
      render: ({ id, revision }) => (
        <Link
          href={links.rollout(id)}
          aria-label={t('rollouts.open', { revision: shortDigest(revision) })}
        >
          <code>{shortDigest(revision)}</code>
        </Link>
      ),
    },
    {
      id: 'state',
      label: t('rollouts.column.state'),
      render: ({ state }) => <RolloutStateMark state={state} />,
    },
    {
      id: 'progress',
      label: t('rollouts.column.progress'),
      render: ({ cohorts }) => {
        const { done, total, failed } = progressOf(cohorts);
        return [
          t('rollouts.progress', {
            done: String(done),
            total: String(total),
          }),
          ...(failed > 0
            ? [t('rollouts.failed', { number: String(failed) })]
            : []),
        ].join(', ');
      },
    },
    {
      id: 'by',
      label: t('rollouts.column.by'),
      render: ({ createdBy }) => <EntityName entityRef={createdBy} />,
    },
    {
      id: 'started',
      label: t('rollouts.column.started'),
      render: ({ createdAt }) => <Time value={createdAt} />,
    },
    {
      id: 'finished',
      label: t('rollouts.column.finished'),
      render: ({ finishedAt }) => finishedAt && <Time value={finishedAt} />,
    },
  ];
  return (
    <DataTable
      label={t('rollouts.caption')}
      columns={columns}
      items={props.rollouts}
      getId={({ id }) => id}
      isStale={props.isStale}
    />
  );
}
