import { Button, Flex, Link } from '@backstage/ui';
import { TemplateRevision } from '@sandlot/plugin-environments-common';
import { DataColumn, DataTable } from '../../components/DataTable';
import { Digest } from '../../components/Digest';
import { StatusMark } from '../../components/StatusMark';
import { Time } from '../../components/Time';
import { shortDigest } from '../../format/digest';
import { sourceAddress } from '../../format/sourceAddress';
import { useMayManageTemplates } from '../../hooks/useMayManageTemplates';
import { useTranslation } from '../../hooks/useTranslation';
import { LeadTime } from '../figures/LeadTime';
import { SuccessBar } from '../figures/SuccessBar';
import styles from '../list/TemplatesTable.module.css';
import { HaltRevision, ResumeRevision } from './HaltRevision';

export function RevisionsTable(props: {
  revisions: TemplateRevision[];
  isStale: boolean;
  onChanged: () => void;
  onCompare: (from: string, to: string) => void;
}) {
  const { revisions, isStale, onChanged, onCompare } = props;
  const t = useTranslation();
  const mayManage = useMayManageTemplates();

  const columns: DataColumn<TemplateRevision>[] = [
    {
      id: 'revision',
      label: t('templates.revisions.column.revision'),
      render: revision => <RevisionName revision={revision} />,
    },
    {
      id: 'seen',
      label: t('templates.revisions.column.seen'),
      render: ({ firstSeenAt, lastSeenAt }) => (
        <span className={`${styles.stack} ${styles.whole}`}>
          <Time value={firstSeenAt} />
          <Time value={lastSeenAt} />
        </span>
      ),
    },
    {
      id: 'from',
      label: t('templates.revisions.column.from'),
      render: revision => <RevisionSource revision={revision} />,
    },
    {
      id: 'environments',
      label: t('templates.revisions.column.environments'),
      render: ({ environments }) => environments,
    },
    {
      id: 'success',
      label: t('templates.revisions.column.success'),
      render: ({ creations }) => (
        <span className={styles.stack}>
          <SuccessBar creations={creations} />
          {creations.medianSeconds !== undefined && (
            <span className={styles.secondary}>
              {t('templates.revisions.median')}{' '}
              <LeadTime creations={creations} />
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'actions',
      label: t('templates.revisions.column.actions'),
      render: ({ digest, halted }) => {
        const earlier =
          revisions[revisions.findIndex(r => r.digest === digest) + 1];
        const Act = halted ? ResumeRevision : HaltRevision;
        return (
          <Flex gap="2">
            {earlier && (
              <Button
                variant="tertiary"
                size="small"
                aria-label={t('templates.compare.previousFor', {
                  revision: shortDigest(digest),
                })}
                onPress={() => onCompare(earlier.digest, digest)}
              >
                {t('templates.compare.previous')}
              </Button>
            )}
            {mayManage && <Act digest={digest} onChanged={onChanged} />}
          </Flex>
        );
      },
    },
  ];

  return (
    <DataTable
      label={t('templates.revisions.caption')}
      columns={columns}
      items={revisions}
      getId={({ digest }) => digest}
      isStale={isStale}
    />
  );
}

function RevisionName(props: { revision: TemplateRevision }) {
  const { digest, isCurrent, origin, halted } = props.revision;
  const t = useTranslation();
  return (
    <span className={styles.stack}>
      <Digest value={digest} />
      {isCurrent && (
        <span className={styles.secondary}>
          {t('templates.revisions.current')}
        </span>
      )}
      {origin === 'workbench' && (
        <span className={styles.secondary}>
          {t('templates.revisions.draft')}
        </span>
      )}
      {halted && (
        <span title={halted.reason}>
          <StatusMark tone="danger">
            {t('templates.revisions.halted')}
          </StatusMark>
        </span>
      )}
    </span>
  );
}

function RevisionSource(props: { revision: TemplateRevision }) {
  const { commit, author, sourceLocation } = props.revision;
  const t = useTranslation();
  const address = sourceLocation && sourceAddress(sourceLocation);
  return (
    <span className={styles.stack}>
      {author}
      <span className={styles.secondary} title={commit}>
        {commit
          ? t('templates.revisions.commit', { commit: commit.slice(0, 8) })
          : t('templates.revisions.notCommitted')}
      </span>
      {address && (
        <span className={styles.secondary}>
          <Link href={address} title={address}>
            {t('templates.revisions.openSource')}
          </Link>
        </span>
      )}
    </span>
  );
}
