import { Alert, Skeleton } from '@backstage/ui';
import { TransferPreview } from '@sandlot/plugin-environments-common';
import { ErrorNotice } from '../../components/ErrorNotice';
import { ProblemAlerts } from '../../components/ProblemAlerts';
import { isRefusal } from '../../format/error';
import { Resource } from '../../hooks/useResource';
import { useTranslation } from '../../hooks/useTranslation';
import { RequirementList } from '../../policies/RequirementList';

/** Before one asks: what stands against the new owner, and who must agree first. */
export function TransferJudgement(props: {
  resource: Resource<TransferPreview | undefined>;
  /** Such a request waits already. */
  isWaiting: boolean;
}) {
  const { data, error, refresh } = props.resource;
  const t = useTranslation();
  if (!data) {
    return error ? (
      <ErrorNotice
        error={error}
        title={t(
          isRefusal(error)
            ? 'lifecycle.transfer.refused'
            : 'lifecycle.transfer.unjudged',
        )}
        onRetry={refresh}
      />
    ) : (
      <div role="status" aria-label={t('common.loading')}>
        <Skeleton height={48} />
      </div>
    );
  }
  const { problems, approvals } = data;
  return (
    <>
      <ProblemAlerts problems={problems} />
      {approvals && problems.length === 0 && (
        <Alert
          role="note"
          status={props.isWaiting ? 'warning' : 'info'}
          icon
          title={t('approvals.change.firstOf')}
          description={
            props.isWaiting ? (
              t('approvals.change.alreadyTransferred')
            ) : (
              <RequirementList requirements={approvals} />
            )
          }
        />
      )}
    </>
  );
}
