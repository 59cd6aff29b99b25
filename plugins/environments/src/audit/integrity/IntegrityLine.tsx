import { Button, Flex, Link, Skeleton } from '@backstage/ui';
import { AuditLog } from '@sandlot/plugin-environments-common';
import { useMemo } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import { StatusMark } from '../../components/StatusMark';
import { formatDuration, formatUtc } from '../../format/time';
import { Resource } from '../../hooks/useResource';
import { useTranslation } from '../../hooks/useTranslation';
import { Checked } from './Checked';
import { FaultsNotice } from './FaultsNotice';
import styles from './IntegrityLine.module.css';
import { judgeLog } from './judgeLog';

/** How many faults are named where there are details elsewhere, and how many where they are. */
const FEW = 5;
const MANY = 20;

/** In one line, whether one may believe what stands below; and what is wrong if one may not. */
export function IntegrityLine(props: {
  log: Resource<AuditLog>;
  /** Where the details are, unless they are here. */
  detailsHref?: string;
}) {
  const { log, detailsHref } = props;
  const t = useTranslation();
  if (!log.data) {
    return log.error ? (
      <ErrorNotice
        error={log.error}
        title={t('audit.integrity.failed')}
        onRetry={log.refresh}
      />
    ) : (
      <div role="status" aria-label={t('common.loading')}>
        <Skeleton height={20} width="80%" />
      </div>
    );
  }
  return (
    <Flex direction="column" gap="3">
      <Summary
        log={log.data}
        isStale={log.isStale}
        detailsHref={detailsHref}
        onRefresh={log.refresh}
      />
      <FaultsNotice check={log.data.check} most={detailsHref ? FEW : MANY} />
    </Flex>
  );
}

function Summary(props: {
  log: AuditLog;
  isStale: boolean;
  detailsHref?: string;
  onRefresh: () => void;
}) {
  const { log, isStale, detailsHref, onRefresh } = props;
  const t = useTranslation();
  // How long ago is told as of the answer: later it would be less than is known.
  const seen = useMemo(() => ({ at: new Date(), log }), [log]);
  const judged = judgeLog(log);
  const { concerns, sealed, witnessed, comparedAt } = judged;

  function ago(time: string) {
    return formatDuration(seen.at.getTime() - Date.parse(time));
  }

  return (
    <section
      aria-label={t('audit.integrity.label')}
      className={styles.line}
      data-tone={judged.tone}
    >
      <StatusMark tone={judged.tone}>
        {t(
          concerns.length === 0
            ? 'audit.integrity.fine'
            : `audit.integrity.concern.${concerns[0]}`,
        )}
      </StatusMark>
      <p className={styles.text}>
        {t('audit.integrity.sealed', {
          count: Number(sealed),
          records: sealed.toLocaleString('en-US'),
        })}
        {log.checkpoint && (
          <span title={formatUtc(log.checkpoint.signedAt, { seconds: true })}>
            {t('audit.integrity.last', { ago: ago(log.checkpoint.signedAt) })}
          </span>
        )}
        {'; '}
        {witnessed > 0n
          ? t('audit.integrity.witnessed', {
              names: judged.witnesses.join(', '),
              size: witnessed.toLocaleString('en-US'),
            })
          : t('audit.integrity.unwitnessed')}
        {'; '}
        <Checked check={log.check} ago={ago} />
        {'; '}
        {comparedAt ? (
          <span title={formatUtc(comparedAt, { seconds: true })}>
            {t('audit.integrity.compared', { ago: ago(comparedAt) })}
            {judged.findings > 0
              ? t('audit.integrity.findings', { count: judged.findings })
              : t('audit.integrity.covered', { count: judged.namespaces })}
          </span>
        ) : (
          t('audit.integrity.notCompared')
        )}
        {'. '}
        {isStale && <strong>{t('audit.integrity.stale')} </strong>}
        {detailsHref && (
          <Link href={detailsHref}>{t('audit.integrity.details')}</Link>
        )}
      </p>
      <Button variant="tertiary" size="small" onPress={onRefresh}>
        {t('audit.integrity.refresh')}
      </Button>
    </section>
  );
}
