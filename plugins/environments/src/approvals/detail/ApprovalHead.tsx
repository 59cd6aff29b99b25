import { Link } from '@backstage/ui';
import { ApprovalDetail } from '@sandlot/plugin-environments-common';
import { Digest } from '../../components/Digest';
import { EntityName } from '../../components/EntityName';
import { PlaceHead } from '../../components/PlaceHead';
import { Time } from '../../components/Time';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { ApprovalAsked } from '../ApprovalAsked';
import { ApprovalStateMark } from '../ApprovalStateMark';
import { DecisionButtons } from './DecisionButtons';
import { DecisionState } from './useDecision';

/** What is asked, of whom, by whom and until when; and the decision. */
export function ApprovalHead(props: {
  detail: ApprovalDetail;
  decision: DecisionState;
}) {
  const { detail, decision } = props;
  const { approval, revision } = detail;
  const { environment, state, mayDecide, change } = approval;
  const t = useTranslation();
  const links = useLinks();
  return (
    <PlaceHead
      title={
        change
          ? t(`approvals.change.title.${change.kind}`, {
              name: environment.name,
            })
          : t('approvals.environment', { name: environment.name })
      }
      actions={
        mayDecide && <DecisionButtons detail={detail} decision={decision} />
      }
      facts={[
        [
          t('approvals.column.state'),
          <ApprovalStateMark approval={approval} />,
        ],
        [t('approvals.column.asked'), <ApprovalAsked approval={approval} />],
        [
          t('approvals.column.by'),
          <EntityName entityRef={approval.requestedBy} />,
        ],
        [t('approvals.column.since'), <Time value={approval.requestedAt} />],
        [
          t('approvals.column.until'),
          state === 'pending' ? <Time value={approval.expiresAt} /> : undefined,
        ],
        [
          t('approvals.column.closed'),
          approval.closedAt && <Time value={approval.closedAt} />,
        ],
        [
          t('approvals.column.owner'),
          <EntityName entityRef={environment.owner} />,
        ],
        [
          t('approvals.column.template'),
          <>
            {environment.templateTitle} <Digest value={revision} />
          </>,
        ],
        [t('approvals.column.cluster'), environment.cluster.title],
        [
          t('approvals.column.environment'),
          <Link href={links.environment(environment.id)}>
            {environment.name}
          </Link>,
        ],
      ]}
    />
  );
}
