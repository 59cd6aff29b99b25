import { Button } from '@backstage/ui';
import {
  ApprovalDetail,
  entityName,
} from '@sandlot/plugin-environments-common';
import { ReasonDialog } from '../../components/ReasonDialog';
import { useTranslation } from '../../hooks/useTranslation';
import { DecisionState } from './useDecision';

/** Approve with one press, for all that it means is on the page; reject with a reason. */
export function DecisionButtons(props: {
  detail: ApprovalDetail;
  decision: DecisionState;
}) {
  const { detail, decision } = props;
  const { environment, requestedBy, change } = detail.approval;
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
        title={
          change
            ? t('approvals.reject.titleOfChange')
            : t('approvals.reject.title', { name: environment.name })
        }
        description={t(
          change
            ? 'approvals.reject.descriptionOfChange'
            : 'approvals.reject.description',
          { by: entityName(requestedBy) },
        )}
        failed={t('approvals.reject.failed')}
        isDestructive
        act={reason => decision.decide(detail, 'reject', reason)}
      />
    </>
  );
}
