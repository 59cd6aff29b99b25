import { Flex } from '@backstage/ui';
import { PolicyResult } from '@sandlot/plugin-environments-common';
import { StatusMark } from '../components/StatusMark';
import { Words } from '../components/Words';
import { useTranslation } from '../hooks/useTranslation';
import styles from './policies.module.css';
import { hasSay, usePolicyText } from './usePolicyText';

/** What each policy said and whose it is; those that don't apply when asked for. */
export function PolicyList(props: {
  label: string;
  policies: PolicyResult[];
  /** What stands there if none says anything. */
  none?: string;
}) {
  const { label, policies, none } = props;
  const t = useTranslation();
  const applied = policies.filter(result => hasSay(result, policies));
  const others = policies.filter(result => !hasSay(result, policies));
  return (
    <Flex direction="column" gap="2">
      {applied.length > 0 ? (
        <Results label={label} results={applied} all={policies} />
      ) : (
        <span className={styles.whose}>{none ?? t('policies.asked.none')}</span>
      )}
      {others.length > 0 && (
        <details className={styles.more}>
          <summary>
            {t('policies.asked.others', { count: others.length })}
          </summary>
          <Results
            label={t('policies.outcome.notApplied')}
            results={others}
            all={policies}
          />
        </details>
      )}
    </Flex>
  );
}

function Results(props: {
  label: string;
  results: PolicyResult[];
  all: PolicyResult[];
}) {
  const { label, results, all } = props;
  const t = useTranslation();
  const { outcome, whose } = usePolicyText();
  return (
    <ul className={styles.list} aria-label={label}>
      {results.map(result => {
        const { tone, text } = outcome(result, all);
        return (
          <li
            key={`${result.source} ${result.name}`}
            className={styles.item}
            data-tone={tone}
          >
            <StatusMark tone={tone}>{text}</StatusMark>
            <span>
              <Words>{result.message}</Words>
            </span>
            {result.problem && (
              <span>{t('policies.problem', { problem: result.problem })}</span>
            )}
            <span className={styles.whose}>{whose(result)}</span>
          </li>
        );
      })}
    </ul>
  );
}
