import {
  Button,
  Checkbox,
  CheckboxGroup,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  NumberField,
  Select,
  Switch,
  Text,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  HibernationPlan,
} from '@sandlot/plugin-environments-common';
import { FormEvent, useState } from 'react';
import { environmentsApiRef } from '../../api';
import { ErrorNotice } from '../../components/ErrorNotice';
import ground from '../../components/Ground.module.css';
import { TimeOfDayField } from '../../components/TimeOfDayField';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './HibernationPlanForm.module.css';

type Hours = NonNullable<HibernationPlan['hours']>;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const IDLE_HOURS = 12;
/** As the contract has it. */
const MOST_IDLE_HOURS = 720;
const TIME_ZONES = Intl.supportedValuesOf('timeZone');

/** Asks when the environment is to sleep by itself. */
export function HibernationPlanForm(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
  onClose: () => void;
}) {
  const { environment, onChanged, onClose } = props;
  const { id, name, hibernationPlan: plan = {} } = environment;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const [hasHours, setHasHours] = useState(plan.hours !== undefined);
  const [hours, setHours] = useState<Hours>(plan.hours ?? workingHours);
  const [isIdle, setIdle] = useState(plan.idleHours !== undefined);
  const [idleHours, setIdleHours] = useState(plan.idleHours ?? IDLE_HOURS);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const isGood =
    (!hasHours || (hours.days.length > 0 && hours.from && hours.to)) &&
    (!isIdle || !Number.isNaN(idleHours));

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isGood || isSending) {
      return;
    }
    setSending(true);
    setError(undefined);
    try {
      onChanged(
        await api.planHibernation(id, {
          ...(hasHours && { hours }),
          ...(isIdle && { idleHours }),
        }),
      );
      onClose();
    } catch (refusal) {
      setError(toError(refusal));
      setSending(false);
    }
  }

  return (
    <form onSubmit={submit} className={ground.raised}>
      <DialogHeader>{t('lifecycle.sleep.plan.title', { name })}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Text as="p">{t('lifecycle.sleep.plan.description')}</Text>
          <Switch
            label={t('lifecycle.sleep.plan.hoursSwitch')}
            isSelected={hasHours}
            onChange={setHasHours}
          />
          {hasHours && <HoursFields value={hours} onChange={setHours} />}
          <Switch
            label={t('lifecycle.sleep.plan.idleSwitch')}
            isSelected={isIdle}
            onChange={setIdle}
          />
          {isIdle && (
            <NumberField
              label={t('lifecycle.sleep.plan.idleHours')}
              description={t('lifecycle.sleep.plan.idleHelp')}
              isRequired
              validationBehavior="aria"
              minValue={1}
              maxValue={MOST_IDLE_HOURS}
              step={1}
              value={idleHours}
              onChange={setIdleHours}
            />
          )}
          {error && (
            <ErrorNotice
              error={error}
              title={t('lifecycle.sleep.plan.failed')}
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
          {t('lifecycle.sleep.plan.save')}
        </Button>
      </DialogFooter>
    </form>
  );
}

function HoursFields(props: {
  value: Hours;
  onChange: (value: Hours) => void;
}) {
  const { value, onChange } = props;
  const t = useTranslation();
  return (
    <>
      <CheckboxGroup
        className={styles.days}
        label={t('lifecycle.sleep.plan.days')}
        orientation="horizontal"
        value={value.days}
        onChange={days =>
          onChange({ ...value, days: DAYS.filter(day => days.includes(day)) })
        }
      >
        {DAYS.map(day => (
          <Checkbox key={day} value={day}>
            {t(`lifecycle.sleep.day.${day}`)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Flex gap="4" style={{ flexWrap: 'wrap' }}>
        <TimeOfDayField
          label={t('lifecycle.sleep.plan.from')}
          value={value.from}
          onChange={from => onChange({ ...value, from })}
        />
        <TimeOfDayField
          label={t('lifecycle.sleep.plan.to')}
          value={value.to}
          onChange={to => onChange({ ...value, to })}
        />
      </Flex>
      <Select
        label={t('lifecycle.sleep.plan.timeZone')}
        search
        value={value.timeZone}
        options={[...new Set([value.timeZone, 'UTC', ...TIME_ZONES])].map(
          zone => ({ id: zone, label: zone.replaceAll('_', ' ') }),
        )}
        onChange={zone => onChange({ ...value, timeZone: String(zone) })}
      />
    </>
  );
}

/** Where most begin, in the reader's own time zone. */
function workingHours(): Hours {
  return {
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '08:00',
    to: '18:00',
  };
}
