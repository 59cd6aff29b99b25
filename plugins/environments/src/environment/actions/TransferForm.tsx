import { Environment } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { EntityPicker } from '../../components/EntityPicker';
import { ReasonedForm } from '../../components/ReasonedForm';
import { entityName } from '../../format/entityRef';
import { useRequestOperation } from '../../hooks/useRequestOperation';
import { useTranslation } from '../../hooks/useTranslation';
import { PRINCIPALS } from '../members/principals';

/** Gives the environment to another owner. */
export function TransferForm(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
  onClose: () => void;
}) {
  const { environment, onChanged, onClose } = props;
  const t = useTranslation();
  const [owner, setOwner] = useState<string>();
  const request = useRequestOperation(environment, onChanged);
  return (
    <ReasonedForm
      title={t('lifecycle.transfer.title', { name: environment.name })}
      description={t('lifecycle.transfer.description', {
        owner: entityName(environment.owner),
      })}
      action={t('lifecycle.transfer.action')}
      failed={t('lifecycle.transfer.failed')}
      isReasonOptional
      isReady={owner !== undefined}
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
    </ReasonedForm>
  );
}
