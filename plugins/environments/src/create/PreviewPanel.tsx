import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import { Preview, TemplateDetail } from '@sandlot/plugin-environments-common';
import { Digest } from '../components/Digest';
import { ErrorNotice } from '../components/ErrorNotice';
import { Facts } from '../components/Facts';
import { SimulatedNotice } from '../components/SimulatedNotice';
import { formatUtc } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';
import { LimitBars } from './LimitBars';
import { PreviewObjects } from './PreviewObjects';
import { PreviewPolicies } from './PreviewPolicies';
import styles from './PreviewPanel.module.css';
import { SummaryFacts } from './SummaryFacts';

/** What one gets, in plain words; as YAML for those who want it. */
export function PreviewPanel(props: {
  template: TemplateDetail;
  preview: Preview | undefined;
  error: Error | undefined;
  isUpdating: boolean;
  onRetry: () => void;
}) {
  const { template, preview, error, isUpdating, onRetry } = props;
  const t = useTranslation();
  return (
    <section className={styles.panel} aria-labelledby="what-you-get">
      <Flex justify="between" align="baseline" gap="2">
        <Text as="h3" id="what-you-get" variant="title-x-small">
          {t('create.preview.title')}
        </Text>
        <span role="status" className={styles.updating}>
          {isUpdating && preview ? t('create.preview.updating') : ''}
        </span>
      </Flex>
      {error && <ErrorNotice error={error} onRetry={onRetry} />}
      {!preview && !error && (
        <Flex direction="column" gap="2">
          <Skeleton height={20} />
          <Skeleton height={20} width="80%" />
          <Skeleton height={20} width="90%" />
        </Flex>
      )}
      {preview && <Contents template={template} preview={preview} />}
    </section>
  );
}

function Contents(props: { template: TemplateDetail; preview: Preview }) {
  const { template, preview } = props;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="4">
      {preview.waits && (
        <Alert
          role="note"
          status="warning"
          icon
          title={t('create.preview.waits')}
        />
      )}
      <PreviewPolicies preview={preview} />
      {preview.summary.length > 0 ? (
        <SummaryFacts summary={preview.summary} />
      ) : (
        <Text as="p" color="secondary">
          {t('create.preview.incomplete')}
        </Text>
      )}
      <Facts
        items={[
          [t('create.preview.where'), preview.cluster.title],
          [t('create.preview.revision'), <Digest value={preview.revision} />],
          [
            t('create.preview.lease'),
            preview.lease
              ? t('create.lease.until', {
                  time: formatUtc(preview.lease.expiresAt),
                })
              : t('create.lease.endless'),
          ],
          [
            t('create.preview.checks'),
            template.checks.length > 0
              ? template.checks.map(({ name, message }) => (
                  <div key={name}>{message}</div>
                ))
              : undefined,
          ],
        ]}
      />
      {preview.limits.length > 0 && <LimitBars limits={preview.limits} />}
      <SimulatedNotice cluster={preview.cluster} />
      {preview.objects.length > 0 && <PreviewObjects preview={preview} />}
    </Flex>
  );
}
