import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { FormEvent, useState } from 'react';
import { DateField } from '../components/DateField';
import { ErrorNotice } from '../components/ErrorNotice';
import ground from '../components/Ground.module.css';
import { dayFromNow, endOfDay } from '../format/day';
import { useTranslation } from '../hooks/useTranslation';

/** As the contract has it. */
const REASON_MIN_LENGTH = 3;
const REASON_MAX_LENGTH = 500;
const MAXIMUM_DAYS = 365;

/** The inside of a dialog for an act with a reason and, perhaps, an end. */
export function ReasonedForm(props: {
  title: string;
  description: string;
  action: string;
  failed: string;
  isDestructive?: boolean;
  /** Whether it ends some day; without it, nothing is asked about that. */
  until?: 'optional' | 'required';
  act: (reason: string, until: string | undefined) => Promise<void>;
  onClose: () => void;
}) {
  const { until, act, onClose } = props;
  const t = useTranslation();
  const [reason, setReason] = useState('');
  const [day, setDay] = useState('');
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const isGood =
    reason.trim().length >= REASON_MIN_LENGTH &&
    (until !== 'required' || day !== '');

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isGood || isSending) {
      return;
    }
    setSending(true);
    try {
      await act(reason.trim(), day === '' ? undefined : endOfDay(day));
      onClose();
    } catch (refusal) {
      setError(toError(refusal));
      setSending(false);
    }
  }

  return (
    <form onSubmit={submit} className={ground.raised}>
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p">{props.description}</Text>
          <TextAreaField
            label={t('environment.reasoned.reason')}
            description={t('environment.reasoned.reasonHelp')}
            isRequired
            validationBehavior="aria"
            maxLength={REASON_MAX_LENGTH}
            value={reason}
            onChange={setReason}
            // Focus has to move into the dialog, and this is what it asks for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
          {until && (
            <DateField
              label={t(`environment.reasoned.until.${until}`)}
              description={t('environment.reasoned.untilHelp')}
              isRequired={until === 'required'}
              value={day}
              min={dayFromNow(0)}
              max={dayFromNow(MAXIMUM_DAYS)}
              onChange={setDay}
            />
          )}
          {error && <ErrorNotice error={error} title={props.failed} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('environment.reasoned.cancel')}
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
