import { Radio, RadioGroup, Text } from '@backstage/ui';
import {
  Environment,
  Lease,
  leaseOverridePermission,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { DateField } from '../../components/DateField';
import { ReasonedForm } from '../../components/ReasonedForm';
import { pendingChanges } from '../../approvals/pendingChanges';
import { dayFromNow, endOn } from '../../format/day';
import { listNames } from '../../format/listNames';
import { formatUtc } from '../../format/time';
import { useMay } from '../../hooks/useMay';
import { useRequestOperation } from '../../hooks/useRequestOperation';
import { useTranslation } from '../../hooks/useTranslation';
import { AgreementNotice } from './AgreementNotice';
import { LeaseChoice, leaseChoices } from './leaseChoices';

/** Further than that nobody can ask for. */
const MAXIMUM_DAYS = 365;

/** Asks until when, and gives the environment that end of its lease, or asks for it. */
export function LeaseEndForm(props: {
  environment: Environment;
  kind: 'extend' | 'restore';
  onChanged: (environment: Environment) => void;
  onClose: () => void;
}) {
  const { environment, kind, onChanged, onClose } = props;
  const { name, lease } = environment;
  const t = useTranslation();
  const request = useRequestOperation(environment, onChanged);
  const mayOverride = useMay(leaseOverridePermission) ?? false;
  const [chosen, setChosen] = useState<LeaseChoice['id'] | 'other'>();
  const [day, setDay] = useState('');
  const [now] = useState(() => new Date());

  const approvers = mayOverride ? [] : lease?.approvers ?? [];
  const isUnlimited = mayOverride || approvers.length > 0;
  const limit = isUnlimited ? undefined : lease?.latest;
  const start = startOf(kind, lease, now);
  const choices = leaseChoices(start, lease?.latest, isUnlimited);
  const isPossible = choices.length > 0;
  const selected = chosen ?? choices[0]?.id;
  const until =
    selected === 'other'
      ? (day && endOn(day, limit)) || undefined
      : choices.find(({ id }) => id === selected)?.until;
  const mustAgree =
    approvers.length > 0 && isBeyond(until, lease?.latest) ? approvers : [];
  const isAsked = mustAgree.length > 0;
  const isWaiting = pendingChanges(environment).some(
    ({ change }) => change.end !== undefined,
  );

  function toLabel(choice: LeaseChoice): string {
    const time = formatUtc(choice.until);
    if (choice.id === 'latest') {
      return t('lifecycle.end.latest', { time });
    }
    if (kind === 'restore') {
      return t(`lifecycle.end.${choice.id}`, { time });
    }
    return t(
      choice.id === 'day' ? 'lifecycle.end.moreDay' : 'lifecycle.end.moreWeek',
      { time },
    );
  }

  return (
    <ReasonedForm
      title={t(`lifecycle.${kind}.title`, { name })}
      description={
        lease &&
        t(`lifecycle.${kind}.now`, { time: formatUtc(lease.expiresAt) })
      }
      action={
        isAsked ? t('approvals.change.ask') : t(`lifecycle.${kind}.action`)
      }
      failed={t(`lifecycle.${kind}.failed`)}
      isReasonOptional={!isAsked}
      isReady={until !== undefined && !(isAsked && isWaiting)}
      act={reason => request({ kind, until, reason: reason || undefined })}
      onClose={onClose}
    >
      <Text as="p">
        <Range lease={lease} isUsed={!isPossible} approvers={approvers} />
      </Text>
      {isPossible && (
        <RadioGroup
          label={t('lifecycle.end.choice')}
          value={selected}
          onChange={value =>
            setChosen(choices.find(({ id }) => id === value)?.id ?? 'other')
          }
        >
          {choices.map(choice => (
            <Radio key={choice.id} value={choice.id}>
              {toLabel(choice)}
            </Radio>
          ))}
          <Radio value="other">{t('lifecycle.end.other')}</Radio>
        </RadioGroup>
      )}
      {selected === 'other' && (
        <DateField
          label={t('lifecycle.end.otherDay')}
          description={t('lifecycle.end.otherHelp', {
            time: limit ? formatUtc(limit) : dayFromNow(MAXIMUM_DAYS),
          })}
          isRequired
          value={day}
          min={start.toISOString().slice(0, 10)}
          max={limit ? limit.slice(0, 10) : dayFromNow(MAXIMUM_DAYS)}
          onChange={setDay}
        />
      )}
      {lease && isAsked && (
        <AgreementNotice
          kind={kind}
          lease={lease}
          approvers={mustAgree}
          isWaiting={isWaiting}
        />
      )}
    </ReasonedForm>
  );
}

/** How far it can go, and who may go further. */
function Range(props: {
  lease: Lease | undefined;
  isUsed: boolean;
  approvers: string[];
}) {
  const { lease, isUsed, approvers } = props;
  const t = useTranslation();
  if (!lease?.latest) {
    return <>{t('lifecycle.end.noRange')}</>;
  }
  if (approvers.length > 0) {
    return (
      <>
        {t('lifecycle.end.rangeByAgreement', {
          time: formatUtc(lease.latest),
          by: listNames(approvers),
        })}
      </>
    );
  }
  return (
    <>
      {t(isUsed ? 'lifecycle.end.used' : 'lifecycle.end.range', {
        time: formatUtc(lease.latest),
      })}
    </>
  );
}

/** Whether it is after what the template gives. */
function isBeyond(until: string | undefined, latest: string | undefined) {
  return (
    until !== undefined &&
    latest !== undefined &&
    Date.parse(until) > Date.parse(latest)
  );
}

/** From when the new time counts: what is there already is not lost. */
function startOf(
  kind: 'extend' | 'restore',
  lease: Lease | undefined,
  now: Date,
): Date {
  const end = lease && new Date(lease.expiresAt);
  return kind === 'extend' && end && end > now ? end : now;
}
