import { Link } from '@backstage/ui';
import { Approval, AskedChange } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../components/DataTable';
import { EntityName } from '../components/EntityName';
import { Time } from '../components/Time';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { ApprovalAsked } from './ApprovalAsked';
import { ApprovalStateMark } from './ApprovalStateMark';

/** Approvals, each with a link to what would be made. */
export function ApprovalsTable(props: {
  label: string;
  approvals: Approval[];
  /** Whether they are decided. */
  isClosed: boolean;
  isStale?: boolean;
}) {
  const { label, approvals, isClosed, isStale } = props;
  const t = useTranslation();
  const links = useLinks();

  const columns: DataColumn<Approval>[] = [
    {
      id: 'environment',
      label: t('approvals.column.environment'),
      render: ({ id, environment }) => (
        <Link href={links.approval(id)}>{environment.name}</Link>
      ),
    },
    {
      id: 'what',
      label: t('approvals.column.what'),
      render: ({ change }) => <What change={change} />,
    },
    {
      id: 'state',
      label: t('approvals.column.state'),
      render: approval => <ApprovalStateMark approval={approval} />,
    },
    {
      id: 'asked',
      label: t('approvals.column.asked'),
      render: approval => <ApprovalAsked approval={approval} />,
    },
    {
      id: 'by',
      label: t('approvals.column.by'),
      render: ({ requestedBy }) => <EntityName entityRef={requestedBy} />,
    },
    {
      id: 'owner',
      label: t('approvals.column.owner'),
      render: ({ environment }) => <EntityName entityRef={environment.owner} />,
    },
    {
      id: 'template',
      label: t('approvals.column.template'),
      render: ({ environment }) => environment.templateTitle,
    },
    {
      id: 'since',
      label: t('approvals.column.since'),
      render: ({ requestedAt }) => <Time value={requestedAt} />,
    },
    isClosed
      ? {
          id: 'closed',
          label: t('approvals.column.closed'),
          render: ({ closedAt }) => closedAt && <Time value={closedAt} />,
        }
      : {
          id: 'until',
          label: t('approvals.column.until'),
          render: ({ expiresAt }) => <Time value={expiresAt} />,
        },
  ];

  return (
    <DataTable
      label={label}
      columns={columns}
      items={approvals}
      getId={({ id }) => id}
      isStale={isStale}
    />
  );
}

/** What is asked for, and until when or whose it would be. */
function What(props: { change: AskedChange | undefined }) {
  const { change } = props;
  const t = useTranslation();
  if (!change) {
    return <>{t('approvals.change.none')}</>;
  }
  const { kind, end, owner } = change;
  return (
    <>
      {t(`approvals.change.kind.${kind}`)}
      {end && (
        <>
          {' → '}
          <Time value={end.to} />
        </>
      )}
      {owner && (
        <>
          {' → '}
          <EntityName entityRef={owner.to} />
        </>
      )}
    </>
  );
}
