import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useState } from 'react';
import { useTranslation } from '../hooks/useTranslation';
import { ErrorNotice } from './ErrorNotice';
import ground from './Ground.module.css';

/** A button for what is not undone, and the question whether it is meant. */
export function ConfirmDialog(props: {
  /** What is done, as a word on buttons. */
  action: string;
  /** Of the first button, where its word alone does not say what is meant. */
  label: string;
  title: string;
  /** What it means. */
  description: string;
  /** That it was not done. */
  failed: string;
  act: () => Promise<void>;
}) {
  const { action, label, title, description, failed, act } = props;
  const t = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();

  async function confirm() {
    setSending(true);
    setError(undefined);
    try {
      await act();
      setOpen(false);
    } catch (refusal) {
      setError(toError(refusal));
    }
    setSending(false);
  }

  return (
    <>
      <Button
        variant="secondary"
        size="small"
        aria-label={label}
        onPress={() => {
          setError(undefined);
          setOpen(true);
        }}
      >
        {action}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(32rem, 92vw)">
        <div className={ground.raised}>
          <DialogHeader>{title}</DialogHeader>
          <DialogBody>
            <Flex direction="column" gap="3">
              <Text as="p">{description}</Text>
              {error && <ErrorNotice error={error} title={failed} />}
            </Flex>
          </DialogBody>
          <DialogFooter>
            <Button
              variant="secondary"
              onPress={() => setOpen(false)}
              // Focus has to move into the dialog, and not to what does it.
              // eslint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
            >
              {t('common.reasoned.cancel')}
            </Button>
            <Button
              variant="primary"
              destructive
              isDisabled={isSending}
              onPress={confirm}
            >
              {action}
            </Button>
          </DialogFooter>
        </div>
      </Dialog>
    </>
  );
}
