import { Link } from '@backstage/ui';
import { RolloutDetail } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { EntityName } from '../components/EntityName';
import { Sentence } from '../components/Sentence';
import { StatusMark, Tone } from '../components/StatusMark';
import { Words } from '../components/Words';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';

type Member = RolloutDetail['members'][number];

const TONES: Record<Member['state'], Tone> = {
  Pending: 'neutral',
  Upgrading: 'active',
  Succeeded: 'success',
  Failed: 'danger',
  Held: 'warning',
  Skipped: 'neutral',
};

/** What somebody has to look at comes first, then what happens now. */
const ORDER: Member['state'][] = [
  'Failed',
  'Upgrading',
  'Held',
  'Skipped',
  'Pending',
  'Succeeded',
];

/** Each environment of a rollout, and how it went. */
export function MembersTable(props: { members: Member[]; isStale: boolean }) {
  const t = useTranslation();
  const links = useLinks();
  const members = [...props.members].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
  if (members.length === 0) {
    return <Sentence>{t('rollouts.members.empty')}</Sentence>;
  }

  const columns: DataColumn<Member>[] = [
    {
      id: 'name',
      label: t('rollouts.members.column.name'),
      render: ({ environmentId, name }) => (
        <Link href={links.environment(environmentId)}>{name}</Link>
      ),
    },
    {
      id: 'state',
      label: t('rollouts.members.column.state'),
      render: ({ state }) => (
        <StatusMark tone={TONES[state]}>
          {t(`rollouts.member.${state}`)}
        </StatusMark>
      ),
    },
    {
      id: 'cohort',
      label: t('rollouts.members.column.cohort'),
      render: ({ cohort }) => cohort,
    },
    {
      id: 'message',
      label: t('rollouts.members.column.message'),
      render: ({ message }) => message && <Words>{message}</Words>,
    },
    {
      id: 'operation',
      label: t('rollouts.members.column.operation'),
      render: ({ environmentId, name, operationId }) =>
        operationId && (
          <Link
            href={links.environment(environmentId, 'activity')}
            aria-label={t('rollouts.members.operation', { name })}
          >
            {t('rollouts.members.operationShort')}
          </Link>
        ),
    },
    {
      id: 'owner',
      label: t('rollouts.members.column.owner'),
      render: ({ owner }) => <EntityName entityRef={owner} />,
    },
    {
      id: 'cluster',
      label: t('rollouts.members.column.cluster'),
      render: ({ cluster }) => cluster,
    },
  ];
  return (
    <DataTable
      label={t('rollouts.members.caption')}
      columns={columns}
      items={members}
      getId={({ environmentId }) => environmentId}
      isStale={props.isStale}
    />
  );
}
