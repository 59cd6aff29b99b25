import { Link } from '@backstage/ui';
import { Approval } from '@sandlot/plugin-environments-common';
import { agreementsOf } from '../approvals/agreements';
import { ApprovalStateMark } from '../approvals/ApprovalStateMark';
import { EntityName } from '../components/EntityName';
import { Time } from '../components/Time';
import { Words } from '../components/Words';
import { useLinks } from '../hooks/useLinks';
import { useRichTranslation, useTranslation } from '../hooks/useTranslation';
import styles from '../policies/policies.module.css';

/** Whose turn it is and since when, and who of them has agreed. */
export function ApprovalTurn(props: { approval: Approval }) {
  const { approval } = props;
  const { id, requirement, requestedAt, mayDecide, whyNot } = approval;
  const t = useTranslation();
  const rich = useRichTranslation();
  const links = useLinks();
  const agreements = agreementsOf(approval);
  return (
    <li className={styles.item}>
      <ApprovalStateMark approval={approval} />
      <span>
        {rich('approvals.awaiting.turn', {
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
            ? rich('approvals.awaiting.whoAgreedFor', {
                by: <EntityName entityRef={by} />,
                principal: <EntityName entityRef={onBehalfOf} />,
                time: <Time value={decidedAt} />,
              })
            : rich('approvals.awaiting.whoAgreed', {
                by: <EntityName entityRef={by} />,
                time: <Time value={decidedAt} />,
              })}
        </span>
      ))}
      <span>
        <Words>{requirement.message}</Words>
      </span>
      {whyNot && <span>{whyNot}</span>}
      <Link href={links.approval(id)}>
        {t(mayDecide ? 'approvals.awaiting.decide' : 'approvals.awaiting.look')}
      </Link>
    </li>
  );
}
