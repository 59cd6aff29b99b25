import { Button } from '@backstage/ui';
import { ApprovalDetail } from '@sandlot/plugin-environments-common';
import { ReasonDialog } from '../../components/ReasonDialog';
import { entityName } from '../../format/entityRef';
import { useTranslation } from '../../hooks/useTranslation';
import { DecisionState } from './useDecision';

/** Approve with one press, for all that it means is on the page; reject with a reason. */
export function DecisionButtons(props: {
  detail: ApprovalDetail;
  decision: DecisionState;
}) {
  const { detail, decision } = props;
  const { environment, requestedBy } = detail.approval;
  const t = useTranslation();
  return (
    <>
      <Button
        variant="primary"
        isDisabled={decision.isSending}
        // What goes wrong stands in the notices.
        onPress={() => decision.decide(detail, 'approve').catch(() => {})}
      >
        {t('approvals.approve.action')}
      </Button>
      <ReasonDialog
        action={t('approvals.reject.action')}
        title={t('approvals.reject.title', { name: environment.name })}
        description={t('approvals.reject.description', {
          by: entityName(requestedBy),
        })}
        failed={t('approvals.reject.failed')}
        isDestructive
        act={reason => decision.decide(detail, 'reject', reason)}
      />
    </>
  );
}
