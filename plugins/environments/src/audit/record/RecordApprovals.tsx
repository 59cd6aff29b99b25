import { Link } from '@backstage/ui';
import { AuditRecord, PolicyResult } from '@sandlot/plugin-environments-common';
import { EntityName } from '../../components/EntityName';
import { Time } from '../../components/Time';
import { useLinks } from '../../hooks/useLinks';
import { useRichTranslation, useTranslation } from '../../hooks/useTranslation';
import styles from '../../policies/policies.module.css';
import { usePolicyText } from '../../policies/usePolicyText';

/** An approval as records have it. */
interface RecordedApproval {
  approval: string;
  by: string;
  count: number;
  policy: string;
  source: PolicyResult['source'];
  decisions: {
    by: string;
    onBehalfOf?: string;
    decision: 'approve' | 'reject';
    reason?: string;
    decidedAt: string;
  }[];
}

/** Who agreed, for whom, when and which rule wanted it; as written where that is not known here. */
export function RecordApprovals(props: {
  approvals: NonNullable<AuditRecord['approvals']>;
}) {
  const { approvals } = props;
  const t = useTranslation();
  return approvals.every(isApproval) ? (
    <ul className={styles.list} aria-label={t('audit.record.approvals')}>
      {(approvals as unknown as RecordedApproval[]).map(approval => (
        <Recorded key={approval.approval} approval={approval} />
      ))}
    </ul>
  ) : (
    <>{JSON.stringify(approvals)}</>
  );
}

function Recorded(props: { approval: RecordedApproval }) {
  const { approval: id, by, count, policy, source, decisions } = props.approval;
  const t = useTranslation();
  const rich = useRichTranslation();
  const links = useLinks();
  const { whose } = usePolicyText();
  return (
    <li className={styles.item}>
      <strong>
        {rich('policies.needed.people', {
          count,
          by: <EntityName entityRef={by} />,
        })}
      </strong>
      {decisions.map(decision => (
        <span key={`${decision.by} ${decision.decidedAt}`}>
          {t(`approvals.decision.${decision.decision}`)}
          {': '}
          <EntityName entityRef={decision.by} />
          {decision.onBehalfOf && (
            <>
              {' '}
              {rich('approvals.decision.inPlaceOf', {
                principal: <EntityName entityRef={decision.onBehalfOf} />,
              })}
            </>
          )}
          {', '}
          <Time value={decision.decidedAt} seconds />
          {decision.reason && `: ${decision.reason}`}
        </span>
      ))}
      <span className={styles.whose}>{whose({ name: policy, source })}</span>
      <Link href={links.approval(id)}>{t('approvals.awaiting.look')}</Link>
    </li>
  );
}

/** Records outlive the contract that they were written by. */
function isApproval(value: Record<string, unknown>): boolean {
  return (
    typeof value.approval === 'string' &&
    typeof value.by === 'string' &&
    typeof value.count === 'number' &&
    typeof value.policy === 'string' &&
    typeof value.source === 'string' &&
    Array.isArray(value.decisions)
  );
}
