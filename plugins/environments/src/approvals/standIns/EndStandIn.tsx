import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import {
  ApprovalDelegation,
  entityName,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useTranslation } from '../../hooks/useTranslation';

/** Ends that somebody decides in one's place; they can be named again. */
export function EndStandIn(props: {
  delegation: ApprovalDelegation;
  onEnded: () => void;
}) {
  const { delegation, onEnded } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();

  async function end() {
    setSending(true);
    setError(undefined);
    try {
      await api.endApprovalDelegation(delegation.id);
      onEnded();
    } catch (refusal) {
      setError(toError(refusal));
      setSending(false);
    }
  }
  return (
    <>
      <Button
        variant="secondary"
        size="small"
        isDisabled={isSending}
        aria-label={t('approvals.standIns.end.label', {
          name: entityName(delegation.to),
        })}
        onPress={end}
      >
        {t('approvals.standIns.end.action')}
      </Button>
      {error && (
        <ErrorNotice error={error} title={t('approvals.standIns.end.failed')} />
      )}
    </>
  );
}
