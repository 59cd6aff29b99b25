import { Alert, Flex, Link, Text } from '@backstage/ui';
import { Approval, Environment } from '@sandlot/plugin-environments-common';
import { agreementsOf } from '../approvals/agreements';
import { ApprovalStateMark } from '../approvals/ApprovalStateMark';
import { EntityName } from '../components/EntityName';
import { Time } from '../components/Time';
import { formatUtc } from '../format/time';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import styles from '../policies/policies.module.css';

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
              <Turn key={approval.id} approval={approval} />
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

function Turn(props: { approval: Approval }) {
  const { approval } = props;
  const { id, requirement, requestedAt, mayDecide, whyNot } = approval;
  const t = useTranslation();
  const links = useLinks();
  const agreements = agreementsOf(approval);
  return (
    <li className={styles.item}>
      <ApprovalStateMark approval={approval} />
      <span>
        {t('approvals.awaiting.turn', {
          by: <EntityName entityRef={requirement.by} />,
          since: <Time value={requestedAt} />,
        })}
      </span>
      <strong>
        {t('approvals.progress', {
          agreed: String(agreements.length),
          needed: String(requirement.count),
        })}
      </strong>
      {agreements.map(({ by, onBehalfOf, decidedAt }) => (
        <span key={by}>
          {onBehalfOf
            ? t('approvals.awaiting.whoAgreedFor', {
                by: <EntityName entityRef={by} />,
                principal: <EntityName entityRef={onBehalfOf} />,
                time: <Time value={decidedAt} />,
              })
            : t('approvals.awaiting.whoAgreed', {
                by: <EntityName entityRef={by} />,
                time: <Time value={decidedAt} />,
              })}
        </span>
      ))}
      <span>{requirement.message}</span>
      {whyNot && <span>{whyNot}</span>}
      <Link href={links.approval(id)}>
        {t(mayDecide ? 'approvals.awaiting.decide' : 'approvals.awaiting.look')}
      </Link>
    </li>
  );
}
