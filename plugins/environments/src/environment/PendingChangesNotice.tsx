import { Alert, Flex, Text } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { ChangeFacts } from '../approvals/ChangeFacts';
import { PendingChange, pendingChanges } from '../approvals/pendingChanges';
import { ReasonDialog } from '../components/ReasonDialog';
import { formatUtc } from '../format/time';
import { useSendOnce } from '../hooks/useSendOnce';
import { useTranslation } from '../hooks/useTranslation';
import styles from '../policies/policies.module.css';
import { ApprovalTurn } from './ApprovalTurn';

/** What somebody wants to change, whose turn it is, and how it is taken back. */
export function PendingChangesNotice(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  return (
    <>
      {pendingChanges(props.environment).map(pending => (
        <PendingChangeNotice
          key={pending.change.operation}
          pending={pending}
          {...props}
        />
      ))}
    </>
  );
}

function PendingChangeNotice(props: {
  pending: PendingChange;
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { pending, environment, onChanged } = props;
  const { change, approvals } = pending;
  const { name, allowed } = environment;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const sendOnce = useSendOnce();
  const [end] = approvals
    .filter(({ state }) => state === 'pending')
    .map(({ expiresAt }) => expiresAt)
    .sort();

  async function withdraw(reason: string) {
    const withdrawn = await sendOnce(
      { id: change.operation, reason },
      idempotencyKey =>
        api.cancelOperation(change.operation, reason || undefined, {
          idempotencyKey,
        }),
    );
    onChanged(withdrawn.environment);
  }

  return (
    <Alert
      role="status"
      status="info"
      icon
      title={t(`approvals.change.awaiting.${change.kind}`)}
      description={
        <Flex direction="column" gap="3">
          <ChangeFacts change={change} by={approvals[0].requestedBy} />
          <ul className={styles.list} aria-label={t('policies.needed.title')}>
            {approvals.map(approval => (
              <ApprovalTurn key={approval.id} approval={approval} />
            ))}
          </ul>
          <Text as="p">
            {t('approvals.change.until', { until: formatUtc(end) })}
          </Text>
          {allowed.withdraw && (
            // Beside all that there would be no room on a narrow screen.
            <div>
              <ReasonDialog
                action={t('approvals.change.withdraw.action')}
                title={t('approvals.change.withdraw.title', { name })}
                description={t('approvals.change.withdraw.description')}
                failed={t('approvals.change.withdraw.failed')}
                isReasonOptional
                act={withdraw}
              />
            </div>
          )}
        </Flex>
      }
    />
  );
}
