import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import { Preview, SummaryItem } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { stringify } from 'yaml';
import { CodeBlock } from '../components/CodeBlock';
import { Digest } from '../components/Digest';
import { ErrorNotice } from '../components/ErrorNotice';
import { Facts } from '../components/Facts';
import { SimulatedNotice } from '../components/SimulatedNotice';
import { useTranslation } from '../hooks/useTranslation';
import styles from './PreviewPanel.module.css';

/** What one gets, in plain words; as YAML for those who want it. */
export function PreviewPanel(props: {
  preview: Preview | undefined;
  error: Error | undefined;
  isUpdating: boolean;
  onRetry: () => void;
}) {
  const { preview, error, isUpdating, onRetry } = props;
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
      {preview && <Contents preview={preview} />}
    </section>
  );
}

function Contents(props: { preview: Preview }) {
  const { preview } = props;
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
        ]}
      />
      <SimulatedNotice cluster={preview.cluster} />
      {preview.objects.length > 0 && <Objects preview={preview} />}
    </Flex>
  );
}

function Objects(props: { preview: Preview }) {
  const { objects } = props.preview;
  const t = useTranslation();
  const [isYamlShown, setYamlShown] = useState(false);
  return (
    <Flex direction="column" gap="2">
      <Flex justify="between" align="center" gap="2">
        <Text as="h4" weight="bold">
          {t('create.preview.objects', { count: objects.length })}
        </Text>
        <Button
          variant="tertiary"
          aria-expanded={isYamlShown}
          onPress={() => setYamlShown(!isYamlShown)}
        >
          {t(
            isYamlShown ? 'create.preview.hideYaml' : 'create.preview.showYaml',
          )}
        </Button>
      </Flex>
      {isYamlShown ? (
        <CodeBlock label={t('create.preview.yamlLabel')}>
          {objects.map(({ manifest }) => stringify(manifest)).join('---\n')}
        </CodeBlock>
      ) : (
        <ul
          className={styles.objects}
          aria-label={t('create.preview.objectsLabel')}
        >
          {objects.map(({ kind, name }) => (
            <li key={`${kind}/${name}`}>
              {kind} <code>{name}</code>
            </li>
          ))}
        </ul>
      )}
    </Flex>
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
