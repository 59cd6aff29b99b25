import {
  HibernationPlan,
  LastUse,
  Phase,
} from '@sandlot/plugin-environments-common';
import { DateTime } from 'luxon';
import { inUtc } from './inUtc';

type Hours = NonNullable<HibernationPlan['hours']>;

/** What of an environment decides about its plan. */
export interface PlannedEnvironment {
  phase: Phase;
  plan: HibernationPlan;
  /** Why it sleeps; absent while it does not. */
  cause?: 'request' | 'lease' | 'hours' | 'idle';
  /** Its lease has ended. */
  hasExpired: boolean;
  /** When somebody last asked for anything, the plan too. */
  askedAt: Date;
  /** Since when it is Ready, if it is. */
  readySince?: Date;
  lastUse?: LastUse;
}

const lastSign: Record<LastUse['signal'], string> = {
  operation: 'somebody last asked for something at',
  kubeconfig: 'the last kubeconfig was good until',
  change: 'an object was last changed past the portal at',
};

/** What the plan wants done now, and why in words. */
export interface PlannedStep {
  kind: 'hibernate' | 'resume';
  cause: 'hours' | 'idle';
  reason: string;
}

/** Working hours of one day; the end is not part of them. */
interface Shift {
  from: DateTime;
  to: DateTime;
}

/** As JavaScript has no names of weekdays for programs; Monday is 1. */
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const HOUR = 3_600_000;

/**
 * What a plan wants of an environment at a time. What somebody has asked for holds
 * until the next boundary of the hours; and only what the hours have put to sleep
 * are they to wake.
 */
export function plannedStep(
  environment: PlannedEnvironment,
  now: Date,
): PlannedStep | undefined {
  const { phase, plan, cause, hasExpired } = environment;
  if (hasExpired) return undefined;
  const { hours } = plan;
  if (phase === 'Hibernated') {
    return hours && cause === 'hours' && isWithin(hours, now)
      ? {
          kind: 'resume',
          cause: 'hours',
          reason: `Its working hours have begun: ${describeHours(hours)}`,
        }
      : undefined;
  }
  if (phase !== 'Ready') return undefined;
  return afterHours(environment, now) ?? whenIdle(environment, now);
}

function afterHours(
  { plan: { hours }, askedAt }: PlannedEnvironment,
  now: Date,
): PlannedStep | undefined {
  if (!hours || isWithin(hours, now)) return undefined;
  const end = lastEnd(hours, now);
  if (!end || end <= askedAt) return undefined;
  return {
    kind: 'hibernate',
    cause: 'hours',
    reason: `Its working hours are over: ${describeHours(hours)}`,
  };
}

function whenIdle(
  { plan: { idleHours }, askedAt, lastUse, readySince }: PlannedEnvironment,
  now: Date,
): PlannedStep | undefined {
  if (idleHours === undefined) return undefined;
  const used = lastUse ? new Date(lastUse.at) : askedAt;
  // Nobody can use what is not Ready: who comes in the morning has all their hours.
  const since = readySince && readySince > used ? readySince : used;
  if (now.getTime() - since.getTime() < idleHours * HOUR) return undefined;
  return {
    kind: 'hibernate',
    cause: 'idle',
    reason: `Nobody has used it for ${idleHours} hours: ${
      lastSign[lastUse?.signal ?? 'operation']
    } ${inUtc(used)}`,
  };
}

/** Whether it is a time at which the environment is to run. */
export function isWithin(hours: Hours, at: Date): boolean {
  return shiftsAround(hours, at).some(
    ({ from, to }) => from.toJSDate() <= at && at < to.toJSDate(),
  );
}

/** When the working hours last ended, `at` included; there is one within eight days. */
export function lastEnd(hours: Hours, at: Date): Date | undefined {
  const ends = shiftsAround(hours, at)
    .map(({ to }) => to.toJSDate())
    .filter(end => end <= at);
  return ends[ends.length - 1];
}

/** Those that may touch the last eight days, in their order. */
function shiftsAround(hours: Hours, at: Date): Shift[] {
  const today = DateTime.fromJSDate(at, { zone: hours.timeZone }).startOf(
    'day',
  );
  return (
    Array.from({ length: 10 }, (_, index) => today.plus({ days: index - 8 }))
      .filter(day => hours.days.includes(DAYS[day.weekday - 1]))
      .map(day => shiftOf(hours, day))
      // A clock that is put forward may leave nothing of it.
      .filter(({ from, to }) => from < to)
  );
}

/** The hours that begin on a day; they end on the next if they go over midnight. */
function shiftOf({ from, to }: Hours, day: DateTime): Shift {
  return {
    from: atTime(day, from),
    to: atTime(to > from ? day : day.plus({ days: 1 }), to),
  };
}

/**
 * A time of the clock on the wall. One that is left out when the clock is put
 * forward is the same time by the clock before; one that comes twice is the first.
 */
function atTime(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour, minute });
}

/** Such as `mon, tue 08:00 to 18:00, Europe/Berlin`. */
function describeHours({ days, from, to, timeZone }: Hours): string {
  return `${days.join(', ')} ${from} to ${to}, ${timeZone}`;
}
