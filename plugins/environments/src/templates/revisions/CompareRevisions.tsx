import { Button, Select, Text } from '@backstage/ui';
import { TemplateRevision } from '@sandlot/plugin-environments-common';
import { useEffect, useRef } from 'react';
import { ResourceView } from '../../components/ResourceView';
import { Sentence } from '../../components/Sentence';
import { TableSkeleton } from '../../components/TableSkeleton';
import { shortDigest } from '../../format/digest';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';
import { useComparison } from '../useTemplates';
import styles from './CompareRevisions.module.css';
import { ComparisonView } from './ComparisonView';

/** Any two revisions, side by side; which two stands in the address. */
export function CompareRevisions(props: {
  revisions: TemplateRevision[];
  from: string | undefined;
  to: string | undefined;
  onChange: (change: { from?: string; to?: string }) => void;
}) {
  const { revisions, onChange } = props;
  const isShown = props.from !== undefined || props.to !== undefined;
  // Until one chooses, what one most likely wants: the last change.
  const published = revisions.filter(({ origin }) => origin !== 'workbench');
  const [latest, previous] = published.length > 1 ? published : revisions;
  const { from = previous.digest, to = latest.digest } = props;
  const t = useTranslation();
  const section = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  // Whoever asks what changed is far above the answer.
  useEffect(() => {
    if (!isFirst.current && isShown) {
      section.current?.focus();
    }
    isFirst.current = false;
  }, [isShown, from, to]);

  const options = revisions.map(({ digest, isCurrent, firstSeenAt }) => ({
    id: digest,
    label: isCurrent
      ? t('templates.compare.optionCurrent', { revision: shortDigest(digest) })
      : t('templates.compare.option', {
          revision: shortDigest(digest),
          time: formatUtc(firstSeenAt),
        }),
  }));

  return (
    <section
      ref={section}
      tabIndex={-1}
      className={styles.compare}
      aria-labelledby="compare-revisions"
    >
      <Text as="h2" id="compare-revisions" variant="title-x-small">
        {t('templates.compare.title')}
      </Text>
      <div className={styles.choices}>
        <Select
          label={t('templates.compare.from')}
          value={from}
          options={options}
          onChange={key => onChange({ from: String(key), to })}
        />
        <Select
          label={t('templates.compare.to')}
          value={to}
          options={options}
          onChange={key => onChange({ from, to: String(key) })}
        />
        <div>
          {isShown ? (
            <Button
              variant="tertiary"
              onPress={() => onChange({ from: undefined, to: undefined })}
            >
              {t('templates.compare.hide')}
            </Button>
          ) : (
            <Button variant="secondary" onPress={() => onChange({ from, to })}>
              {t('templates.compare.show')}
            </Button>
          )}
        </div>
      </div>
      {isShown && <Comparison key={`${from}${to}`} from={from} to={to} />}
    </section>
  );
}

function Comparison(props: { from: string; to: string }) {
  const { from, to } = props;
  const t = useTranslation();
  return from === to ? (
    <Sentence>{t('templates.compare.same')}</Sentence>
  ) : (
    <Fetched from={from} to={to} />
  );
}

function Fetched(props: { from: string; to: string }) {
  const comparison = useComparison(props.from, props.to);
  return (
    <ResourceView resource={comparison} skeleton={<TableSkeleton rows={3} />}>
      {data => <ComparisonView comparison={data} />}
    </ResourceView>
  );
}
