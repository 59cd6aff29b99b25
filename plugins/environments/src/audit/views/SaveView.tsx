import {
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
import { useTranslation } from '../../hooks/useTranslation';

/** The inside of a dialog that keeps the filter under a name. */
export function SaveView(props: {
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
}) {
  const t = useTranslation();
  const [name, setName] = useState('');
  const [error, setError] = useState<Error>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.trim()) {
      return;
    }
    try {
      await props.onSave(name.trim());
      props.onClose();
    } catch (failure) {
      setError(toError(failure));
    }
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
            onChange={setName}
            // The dialog asks for nothing else.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
          {error && (
            <ErrorNotice error={error} title={t('audit.views.failed')} />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          {t('common.reasoned.cancel')}
        </Button>
        <Button type="submit" variant="primary" isDisabled={!name.trim()}>
          {t('audit.views.keep')}
        </Button>
      </DialogFooter>
    </form>
  );
}
