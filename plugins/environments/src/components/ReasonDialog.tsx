import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { FormEvent, useState } from 'react';
import { useTranslation } from '../hooks/useTranslation';
import { ErrorNotice } from './ErrorNotice';

/** As the contract has it. */
const REASON_MIN_LENGTH = 3;
const REASON_MAX_LENGTH = 500;

interface ReasonedAct {
  /** What is done, as a word on buttons. */
  action: string;
  title: string;
  /** What it means. */
  description: string;
  /** That it was not done. */
  failed: string;
  isDestructive?: boolean;
  act: (reason: string) => Promise<void>;
}

/** A button for something that is only done with a reason. */
export function ReasonDialog(
  props: ReasonedAct & {
    /** Of the button, where its word alone does not say what is meant. */
    label?: string;
    size?: 'small' | 'medium';
  },
) {
  const { label, size, ...act } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="secondary"
        size={size}
        aria-label={label}
        onPress={() => setOpen(true)}
      >
        {act.action}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(32rem, 92vw)">
        <ReasonForm {...act} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ReasonForm(props: ReasonedAct & { onClose: () => void }) {
  const { act, onClose } = props;
  const t = useTranslation();
  const [reason, setReason] = useState('');
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const isGood = reason.trim().length >= REASON_MIN_LENGTH;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isGood || isSending) {
      return;
    }
    setSending(true);
    try {
      await act(reason.trim());
      onClose();
    } catch (refusal) {
      setError(toError(refusal));
      setSending(false);
    }
  }

  return (
    <form onSubmit={submit}>
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p">{props.description}</Text>
          <TextAreaField
            label={t('templates.reason.label')}
            description={t('templates.reason.help')}
            isRequired
            validationBehavior="aria"
            maxLength={REASON_MAX_LENGTH}
            value={reason}
            onChange={setReason}
            // Focus has to move into the dialog, and this is what it asks for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
          {error && <ErrorNotice error={error} title={props.failed} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('templates.reason.cancel')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          destructive={props.isDestructive}
          isDisabled={!isGood || isSending}
        >
          {props.action}
        </Button>
      </DialogFooter>
    </form>
  );
}
