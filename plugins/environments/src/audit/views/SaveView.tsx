import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  TextField,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { FormEvent, useState } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import ground from '../../components/Ground.module.css';
import { hasStatus } from '../../format/error';
import { useTranslation } from '../../hooks/useTranslation';

/** The inside of a dialog that keeps the filter under a name. */
export function SaveView(props: {
  onSave: (view: { name: string; replace: boolean }) => Promise<void>;
  onClose: () => void;
}) {
  const t = useTranslation();
  const [name, setName] = useState('');
  const [error, setError] = useState<Error>();

  const isTaken = hasStatus(error, 409);

  function change(value: string) {
    setName(value);
    setError(undefined);
  }
  async function save(replace: boolean) {
    try {
      await props.onSave({ name: name.trim(), replace });
      props.onClose();
    } catch (failure) {
      setError(toError(failure));
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() && !isTaken) save(false);
  }
  return (
    <form onSubmit={submit} className={ground.raised}>
      <DialogHeader>{t('audit.views.save')}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <TextField
            label={t('audit.views.name')}
            description={t('audit.views.help')}
            maxLength={100}
            value={name}
            onChange={change}
            // The dialog asks for nothing else.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
          {isTaken && (
            <Alert
              role="alert"
              status="warning"
              icon
              title={t('audit.views.taken', { name: name.trim() })}
              description={t('audit.views.takenHelp')}
              customActions={
                <Button
                  size="small"
                  variant="secondary"
                  onPress={() => save(true)}
                >
                  {t('audit.views.replace', { name: name.trim() })}
                </Button>
              }
            />
          )}
          {error && !isTaken && (
            <ErrorNotice error={error} title={t('audit.views.failed')} />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          {t('common.reasoned.cancel')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          isDisabled={!name.trim() || isTaken}
        >
          {t('audit.views.keep')}
        </Button>
      </DialogFooter>
    </form>
  );
}
