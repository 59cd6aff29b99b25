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
import { Environment } from '@sandlot/plugin-environments-common';
import { FormEvent, useState } from 'react';
import { DateField } from '../../components/DateField';
import { ErrorNotice } from '../../components/ErrorNotice';
import ground from '../../components/Ground.module.css';
import { dayFromNow, endOn } from '../../format/day';
import { formatUtc } from '../../format/time';
import { useTranslation } from '../../hooks/useTranslation';

const DEFAULT_DAYS = 7;
const MAXIMUM_DAYS = 30;
const LONGEST_LABEL = 100;
const DAY_MS = 24 * 3600_000;
/** The server's clock may be behind. */
const SLACK_MS = 5 * 60_000;

/** Asks for whom a link is and until when, and makes it. */
export function ShareForm(props: {
  environment: Environment;
  make: (label: string, expiresAt: string) => Promise<void>;
  onClose: () => void;
}) {
  const { environment, make, onClose } = props;
  const t = useTranslation();
  const [latest] = useState(() => latestEnd(environment));
  const [label, setLabel] = useState('');
  const [day, setDay] = useState(() =>
    endOn(dayFromNow(DEFAULT_DAYS), latest).slice(0, 10),
  );
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const isGood = label.trim() !== '' && day !== '';

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isGood || isSending) return;
    setSending(true);
    setError(undefined);
    try {
      await make(label.trim(), endOn(day, latest));
      onClose();
    } catch (refusal) {
      setError(toError(refusal));
      setSending(false);
    }
  }

  return (
    <form onSubmit={submit} className={ground.raised}>
      <DialogHeader>
        {t('lifecycle.shares.make.title', { name: environment.name })}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p">{t('lifecycle.shares.make.description')}</Text>
          <TextField
            label={t('lifecycle.shares.make.label')}
            description={t('lifecycle.shares.make.labelHelp')}
            isRequired
            validationBehavior="aria"
            maxLength={LONGEST_LABEL}
            value={label}
            onChange={setLabel}
            // Focus has to move into the dialog, and this is what it asks for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
          />
          <DateField
            label={t('lifecycle.shares.make.until')}
            description={t('lifecycle.shares.make.untilHelp', {
              time: formatUtc(latest),
            })}
            isRequired
            value={day}
            min={dayFromNow(0)}
            max={latest.slice(0, 10)}
            onChange={setDay}
          />
          {error && (
            <ErrorNotice
              error={error}
              title={t('lifecycle.shares.make.failed')}
            />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('common.reasoned.cancel')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          isDisabled={!isGood || isSending}
        >
          {t('lifecycle.shares.make.action')}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** As the server bounds it: thirty days, and not after the deletion. */
function latestEnd({ lease }: Environment): string {
  const most = Date.now() + MAXIMUM_DAYS * DAY_MS - SLACK_MS;
  const deletion = lease
    ? Date.parse(lease.deleteAt ?? lease.expiresAt) +
      (lease.deleteAt ? 0 : (lease.restoreSeconds ?? 0) * 1000)
    : Infinity;
  return new Date(Math.min(most, deletion)).toISOString();
}
