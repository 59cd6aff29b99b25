import { Flex, Text, VisuallyHidden } from '@backstage/ui';
import { Rollout } from '@sandlot/plugin-environments-common';
import { BarTone, StackedBar } from '../components/StackedBar';
import { useTranslation } from '../hooks/useTranslation';
import styles from './CohortProgress.module.css';
import { MEMBER_COUNTS, progressOf } from './counts';

const TONES: Record<(typeof MEMBER_COUNTS)[number], BarTone> = {
  succeeded: 'success',
  upgrading: 'active',
  failed: 'danger',
  held: 'warning',
  skipped: 'neutral',
  pending: 'faint',
};

/** How far each cohort is: a bar, and the counts in words. */
export function CohortProgress(props: { cohorts: Rollout['cohorts'] }) {
  const { cohorts } = props;
  const t = useTranslation();
  const current = cohorts.find(
    ({ pending, upgrading }) => pending + upgrading > 0,
  );
  const spoken = current ?? cohorts[cohorts.length - 1];
  return (
    <section aria-labelledby="rollout-progress">
      <Flex direction="column" gap="3">
        <Text as="h2" id="rollout-progress" variant="title-x-small">
          {t('rollouts.cohorts.title')}
        </Text>
        <VisuallyHidden>
          <span aria-live="polite">
            {spoken &&
              t('rollouts.cohorts.announce', {
                cohort: spoken.name,
                done: String(progressOf([spoken]).done),
                total: String(progressOf([spoken]).total),
              })}
          </span>
        </VisuallyHidden>
        <ol className={styles.cohorts}>
          {cohorts.map(cohort => (
            <li key={cohort.name} className={styles.cohort}>
              <Text as="h3" variant="body-medium">
                <strong>{cohort.name}</strong>,{' '}
                {t('rollouts.cohorts.upTo', {
                  percent: String(cohort.percent),
                })}
              </Text>
              <StackedBar
                label={cohort.name}
                segments={MEMBER_COUNTS.map(name => ({
                  key: name,
                  value: cohort[name],
                  tone: TONES[name],
                  label: t(`rollouts.count.${name}`, {
                    number: String(cohort[name]),
                  }),
                }))}
                empty={t('rollouts.cohorts.none')}
              />
            </li>
          ))}
        </ol>
      </Flex>
    </section>
  );
}
