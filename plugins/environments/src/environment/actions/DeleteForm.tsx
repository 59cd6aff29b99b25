import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { FormEvent, useState } from 'react';
import { environmentsApiRef } from '../../api';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useSendOnce } from '../../hooks/useSendOnce';
import { useTranslation } from '../../hooks/useTranslation';

/** Asks once, by name, and says what goes and what stays. */
export function DeleteForm(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
  onClose: () => void;
}) {
  const { environment, onChanged, onClose } = props;
  const { id, name, namespace, cluster } = environment;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const sendOnce = useSendOnce();
  const [typed, setTyped] = useState('');
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (typed !== name || isSending) {
      return;
    }
    setSending(true);
    try {
      const accepted = await sendOnce({ id }, idempotencyKey =>
        api.deleteEnvironment(id, { idempotencyKey }),
      );
      onChanged(accepted.environment);
      onClose();
    } catch (refusal) {
      setError(toError(refusal));
      setSending(false);
    }
  }

  return (
    <form onSubmit={submit}>
      <DialogHeader>{t('environment.delete.title', { name })}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p">
            {t('environment.delete.goes', {
              namespace,
              cluster: cluster.title,
            })}
          </Text>
          <Text as="p">{t('environment.delete.stays')}</Text>
          <TextField
            label={t('environment.delete.confirm', { name })}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            // Focus has to move into the dialog, and this is what it asks for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
          {error && (
            <ErrorNotice error={error} title={t('environment.delete.failed')} />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('environment.delete.cancel')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          destructive
          isDisabled={typed !== name || isSending}
        >
          {t('environment.delete.action')}
        </Button>
      </DialogFooter>
    </form>
  );
}
