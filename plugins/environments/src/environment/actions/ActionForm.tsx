import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../../api';
import { ReasonedForm } from '../../components/ReasonedForm';
import { useRequestOperation } from '../../hooks/useRequestOperation';
import { useTranslation } from '../../hooks/useTranslation';
import { ChangeForm } from '../ChangeForm';
import { CancelForm } from './CancelForm';
import { DeleteForm } from './DeleteForm';
import { LeaseEndForm } from './LeaseEndForm';
import { Action } from './listActions';
import { TransferForm } from './TransferForm';

interface FormProps {
  environment: Environment;
  onChanged: (environment: Environment) => void;
  onClose: () => void;
}

/** The inside of the dialog of an action. */
export function ActionForm(props: FormProps & { action: Action }) {
  const { action, ...form } = props;
  switch (action) {
    case 'upgrade':
    case 'rollback':
      return <ChangeForm kind={action} {...form} />;
    case 'extend':
    case 'restore':
      return <LeaseEndForm kind={action} {...form} />;
    case 'hibernate':
    case 'resume':
      return <SleepForm kind={action} {...form} />;
    case 'hold':
    case 'legalHold':
      return <KeepForm kind={action} {...form} />;
    case 'transfer':
      return <TransferForm {...form} />;
    case 'cancel':
      return <CancelForm {...form} />;
    case 'delete':
      return <DeleteForm {...form} />;
    case 'clone': // a link to a page of its own
      return null;
    default:
      return assertNever(action);
  }
}

function SleepForm(props: FormProps & { kind: 'hibernate' | 'resume' }) {
  const { environment, kind, onChanged, onClose } = props;
  const t = useTranslation();
  const request = useRequestOperation(environment, onChanged);
  return (
    <ReasonedForm
      title={t(`lifecycle.${kind}.title`, { name: environment.name })}
      description={t(`lifecycle.${kind}.description`)}
      action={t(`lifecycle.${kind}.action`)}
      failed={t(`lifecycle.${kind}.failed`)}
      isReasonOptional
      act={reason => request({ kind, reason: reason || undefined })}
      onClose={onClose}
    />
  );
}

/** Keeps rollouts away from it, or its end. */
function KeepForm(props: FormProps & { kind: 'hold' | 'legalHold' }) {
  const { environment, kind, onChanged, onClose } = props;
  const { id, name } = environment;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  return kind === 'hold' ? (
    <ReasonedForm
      title={t('environment.hold.title', { name })}
      description={t('environment.hold.description')}
      action={t('environment.hold.action')}
      failed={t('environment.hold.failed')}
      until="optional"
      act={async (reason, until) =>
        onChanged(await api.holdEnvironment(id, { reason, until }))
      }
      onClose={onClose}
    />
  ) : (
    <ReasonedForm
      title={t('lifecycle.legalHold.title', { name })}
      description={t('lifecycle.legalHold.description')}
      action={t('lifecycle.legalHold.action')}
      failed={t('lifecycle.legalHold.failed')}
      act={async reason => onChanged(await api.holdLegally(id, reason))}
      onClose={onClose}
    />
  );
}

function assertNever(action: never): never {
  throw new Error(`No form for ${action}`);
}
