import { Alert, Flex } from '@backstage/ui';
import {
  ApprovalDetail,
  entityName,
} from '@sandlot/plugin-environments-common';
import { useEffect, useRef } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import { hasStatus } from '../../format/error';
import { formatUtc } from '../../format/time';
import { useErrorMessage } from '../../hooks/useErrorMessage';
import { useTranslation } from '../../hooks/useTranslation';
import { agreementsOf } from '../agreements';
import { DecisionState } from './useDecision';

/** What came of the decision; before it, as whom one decides, or why one may not. */
export function DecisionNotices(props: {
  detail: ApprovalDetail;
  decision: DecisionState;
}) {
  const { detail, decision } = props;
  const { error, tried } = decision;
  const t = useTranslation();
  const toMessage = useErrorMessage();
  return (
    <Flex direction="column" gap="3">
      {error &&
        (hasStatus(error, 409) ? (
          <Alert
            role="alert"
            status="warning"
            icon
            title={t('approvals.again.title')}
            description={`${toMessage(error)}. ${t(
              'approvals.again.description',
            )}`}
          />
        ) : (
          <ErrorNotice
            error={error}
            title={t(`approvals.${tried ?? 'approve'}.failed`)}
          />
        ))}
      <Outcome detail={detail} done={decision.done} />
      <Standing detail={detail} isDone={decision.done !== undefined} />
    </Flex>
  );
}

/** The buttons are gone by then, so that focus moves to what came of them. */
function Outcome(props: {
  detail: ApprovalDetail;
  done: DecisionState['done'];
}) {
  const { detail, done } = props;
  const { change } = detail.approval;
  const t = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (done) {
      place.current?.focus();
    }
  }, [done]);

  function whatIsNext(): string {
    const { state, requirement } = detail.approval;
    if (state === 'pending') {
      return t('approvals.approve.stillNeeded', {
        count: requirement.count - agreementsOf(detail.approval).length,
      });
    }
    if (detail.others.some(other => other.state === 'pending')) {
      return t('approvals.approve.others');
    }
    return t(change ? 'approvals.approve.changed' : 'approvals.approve.made');
  }
  return (
    <div ref={place} role="status" tabIndex={-1}>
      {done && (
        <Alert
          status={done === 'approve' ? 'success' : 'info'}
          icon
          title={
            done === 'reject' && change
              ? t('approvals.reject.doneOfChange')
              : t(`approvals.${done}.done`)
          }
          description={done === 'approve' ? whatIsNext() : undefined}
        />
      )}
    </div>
  );
}

function Standing(props: { detail: ApprovalDetail; isDone: boolean }) {
  const { state, mayDecide, onBehalfOf, whyNot, requirement, expiresAt } =
    props.detail.approval;
  const t = useTranslation();
  if (state !== 'pending' || props.isDone) {
    return null;
  }
  function title(): string | undefined {
    if (mayDecide) {
      return (
        onBehalfOf &&
        t('approvals.detail.onBehalfOf', { principal: entityName(onBehalfOf) })
      );
    }
    return (
      whyNot ?? t('approvals.detail.whoMay', { by: entityName(requirement.by) })
    );
  }
  return (
    <Alert
      role="note"
      status="info"
      icon
      title={title()}
      description={t('approvals.detail.ends', { until: formatUtc(expiresAt) })}
    />
  );
}
