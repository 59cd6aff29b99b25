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
import { FormEvent, ReactNode, useState } from 'react';
import { DateField } from './DateField';
import { ErrorNotice } from './ErrorNotice';
import ground from './Ground.module.css';
import { dayFromNow, endOfDay } from '../format/day';
import { useTranslation } from '../hooks/useTranslation';

/** As the contract has it. */
const REASON_MIN_LENGTH = 3;
const REASON_MAX_LENGTH = 500;
const A_YEAR = 365;

/** The inside of a dialog for an act with a reason and, perhaps, an end. */
export function ReasonedForm(props: {
  title: string;
  description: ReactNode;
  action: string;
  failed: string;
  isDestructive?: boolean;
  /** What leaves the dialog, where `Cancel` would mean something else. */
  dismiss?: string;
  /** Without one `act` gets an empty text. */
  isReasonOptional?: boolean;
  /** What else is asked for, above the reason. */
  children?: ReactNode;
  /** Whether that is answered. */
  isReady?: boolean;
  /** Whether it ends some day; without it, nothing is asked about that. */
  until?: 'optional' | 'required';
  /** How far away that end may be; a year unless told. */
  maximumDays?: number;
  act: (reason: string, until: string | undefined) => Promise<void>;
  onClose: () => void;
}) {
  const { until, isReasonOptional, children, isReady = true } = props;
  const { act, onClose, maximumDays = A_YEAR } = props;
  const t = useTranslation();
  const [reason, setReason] = useState('');
  const [day, setDay] = useState('');
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const length = reason.trim().length;
  const isGood =
    isReady &&
    (length >= REASON_MIN_LENGTH || (isReasonOptional && length === 0)) &&
    (until !== 'required' || day !== '');

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isGood || isSending) {
      return;
    }
    setSending(true);
    setError(undefined);
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
          {children}
          <TextAreaField
            label={t(
              isReasonOptional
                ? 'common.reasoned.reasonOptional'
                : 'common.reasoned.reason',
            )}
            description={t('common.reasoned.reasonHelp')}
            isRequired={!isReasonOptional}
            validationBehavior="aria"
            maxLength={REASON_MAX_LENGTH}
            value={reason}
            onChange={setReason}
            // Focus has to move into the dialog, and this is what it asks for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={!children}
          />
          {until && (
            <DateField
              label={t(`common.reasoned.until.${until}`)}
              description={t('common.reasoned.untilHelp', {
                days: String(maximumDays),
              })}
              isRequired={until === 'required'}
              value={day}
              min={dayFromNow(0)}
              max={dayFromNow(maximumDays)}
              onChange={setDay}
            />
          )}
          {error && <ErrorNotice error={error} title={props.failed} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {props.dismiss ?? t('common.reasoned.cancel')}
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
