import { Flex, Skeleton, Text } from '@backstage/ui';
import {
  Preview,
  SummaryItem,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { Digest } from '../components/Digest';
import { ErrorNotice } from '../components/ErrorNotice';
import { Facts } from '../components/Facts';
import { SimulatedNotice } from '../components/SimulatedNotice';
import { useTranslation } from '../hooks/useTranslation';
import { PreviewObjects } from './PreviewObjects';
import styles from './PreviewPanel.module.css';

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
      {preview.summary.length > 0 ? (
        <Facts
          items={groupByTopic(preview.summary).map(([topic, texts]) => [
            t(`create.topic.${topic}`),
            texts.map(text => <div key={text}>{text}</div>),
          ])}
        />
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
            template.lease && <Lease lease={template.lease} />,
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
      <SimulatedNotice cluster={preview.cluster} />
      {preview.objects.length > 0 && <PreviewObjects preview={preview} />}
    </Flex>
  );
}

/** How long it is meant to be kept, as far as the template says. */
function Lease(props: Pick<TemplateDetail, 'lease'>) {
  const t = useTranslation();
  const { default: kept, maximum: most } = props.lease ?? {};
  return (
    <>
      {kept && <div>{t('create.lease.default', { time: kept })}</div>}
      {most && <div>{t('create.lease.maximum', { time: most })}</div>}
      <Text variant="body-small" color="secondary">
        {t('create.lease.notInForce')}
      </Text>
    </>
  );
}

const TOPICS: SummaryItem['topic'][] = [
  'namespace',
  'quota',
  'limits',
  'storage',
  'workload',
  'network',
  'security',
  'access',
  'other',
];

/** The lines of the summary by topic: what one gets, then what bounds it. */
function groupByTopic(summary: SummaryItem[]) {
  return TOPICS.map(
    topic =>
      [
        topic,
        summary.filter(item => item.topic === topic).map(({ text }) => text),
      ] as const,
  ).filter(([, texts]) => texts.length > 0);
}
