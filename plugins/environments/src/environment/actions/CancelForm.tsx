import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../../api';
import { ReasonedForm } from '../../components/ReasonedForm';
import { useSendOnce } from '../../hooks/useSendOnce';
import { useTranslation } from '../../hooks/useTranslation';
import { useActionText } from './useActionText';

/** Takes back what was asked for, as long as that is possible. */
export function CancelForm(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
  onClose: () => void;
}) {
  const { environment, onChanged, onClose } = props;
  const { name, operation, phase } = environment;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const sendOnce = useSendOnce();
  const action = useActionText(environment)('cancel');

  function whatIsLost() {
    if (phase === 'AwaitingApproval') {
      return 'asked';
    }
    return operation.kind === 'create' ? 'create' : 'other';
  }
  return (
    <ReasonedForm
      title={t('lifecycle.cancel.title', { action, name })}
      description={t(`lifecycle.cancel.${whatIsLost()}`)}
      action={action}
      dismiss={t('lifecycle.dismiss')}
      failed={t('lifecycle.cancel.failed')}
      isReasonOptional
      act={async reason => {
        const cancelled = await sendOnce(
          { id: operation.id, reason },
          idempotencyKey =>
            api.cancelOperation(operation.id, reason || undefined, {
              idempotencyKey,
            }),
        );
        onChanged(cancelled.environment);
      }}
      onClose={onClose}
    />
  );
}
