import { SummaryItem } from '@sandlot/plugin-environments-common';
import { Facts } from '../components/Facts';
import { useTranslation } from '../hooks/useTranslation';

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

/** In plain words by topic: what is made, then what bounds it. */
export function SummaryFacts(props: { summary: SummaryItem[] }) {
  const t = useTranslation();
  return (
    <Facts
      items={groupByTopic(props.summary).map(([topic, texts]) => [
        t(`create.topic.${topic}`),
        texts.map(text => <div key={text}>{text}</div>),
      ])}
    />
  );
}

function groupByTopic(summary: SummaryItem[]) {
  return TOPICS.map(
    topic =>
      [
        topic,
        summary.filter(item => item.topic === topic).map(({ text }) => text),
      ] as const,
  ).filter(([, texts]) => texts.length > 0);
}
