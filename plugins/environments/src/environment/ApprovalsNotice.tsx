import { Alert, Flex, Text } from '@backstage/ui';
import { Environment } from '@sandlot/plugin-environments-common';
import { formatUtc } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';
import styles from '../policies/policies.module.css';
import { ApprovalTurn } from './ApprovalTurn';

/** Whose turn it is and since when, who has agreed, and what happens if nobody does. */
export function ApprovalsNotice(props: { environment: Environment }) {
  const { approvals = [] } = props.environment;
  const t = useTranslation();
  const ends = approvals
    .filter(({ state }) => state === 'pending')
    .map(({ expiresAt }) => expiresAt)
    .sort();
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t('approvals.awaiting.title')}
      description={
        <Flex direction="column" gap="3">
          <ul className={styles.list} aria-label={t('policies.needed.title')}>
            {approvals.map(approval => (
              <ApprovalTurn key={approval.id} approval={approval} />
            ))}
          </ul>
          {ends.length > 0 && (
            <Text as="p">
              {t('approvals.awaiting.until', { until: formatUtc(ends[0]) })}
            </Text>
          )}
        </Flex>
      }
    />
  );
}
