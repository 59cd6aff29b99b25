import { Environment, entityName } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { pendingChanges } from '../../approvals/pendingChanges';
import { EntityPicker } from '../../components/EntityPicker';
import { ReasonedForm } from '../../components/ReasonedForm';
import { useRequestOperation } from '../../hooks/useRequestOperation';
import { useTranslation } from '../../hooks/useTranslation';
import { PRINCIPALS } from '../members/principals';
import { TransferJudgement } from './TransferJudgement';
import { useTransferPreview } from './useTransferPreview';

/** Gives the environment to another owner, or asks those who must agree. */
export function TransferForm(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
  onClose: () => void;
}) {
  const { environment, onChanged, onClose } = props;
  const t = useTranslation();
  const [owner, setOwner] = useState<string>();
  const request = useRequestOperation(environment, onChanged);
  const resource = useTransferPreview(environment, owner);
  const preview = resource.data;
  const mustAgree = preview?.approvals !== undefined;
  const isWaiting =
    mustAgree &&
    pendingChanges(environment).some(
      ({ change }) => change.kind === 'transfer',
    );
  return (
    <ReasonedForm
      title={t('lifecycle.transfer.title', { name: environment.name })}
      description={t('lifecycle.transfer.description', {
        owner: entityName(environment.owner),
      })}
      action={t(
        mustAgree ? 'approvals.change.ask' : 'lifecycle.transfer.action',
      )}
      failed={t('lifecycle.transfer.failed')}
      isReasonOptional={!mustAgree}
      isReady={preview?.problems.length === 0 && !isWaiting}
      act={reason =>
        request({ kind: 'transfer', owner, reason: reason || undefined })
      }
      onClose={onClose}
    >
      <EntityPicker
        label={t('lifecycle.transfer.owner')}
        description={t('lifecycle.transfer.ownerHelp')}
        isRequired
        validationBehavior="aria"
        filter={PRINCIPALS}
        value={owner}
        onChange={setOwner}
      />
      {owner !== undefined && (
        <TransferJudgement resource={resource} isWaiting={isWaiting} />
      )}
    </ReasonedForm>
  );
}
