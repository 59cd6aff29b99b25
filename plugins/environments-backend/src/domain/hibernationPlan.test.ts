import fc from 'fast-check';
import {
  PlannedEnvironment,
  isWithin,
  lastEnd,
  plannedStep,
} from './hibernationPlan';

type Hours = Parameters<typeof isWithin>[0];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const WEEKDAYS = DAYS.slice(0, 5);
const HOUR = 3_600_000;
const at = (text: string) => new Date(text);

const berlin: Hours = {
  timeZone: 'Europe/Berlin',
  days: [...WEEKDAYS],
  from: '08:00',
  to: '18:00',
};

describe('working hours', () => {
  it.each([
    ['Monday in winter, at their beginning', '2026-01-12T07:00:00Z', true],
    ['Monday in winter, before it', '2026-01-12T06:59:59Z', false],
    ['Monday in winter, at their end', '2026-01-12T17:00:00Z', false],
    ['Monday in summer, an hour earlier by UTC', '2026-07-13T06:00:00Z', true],
    ['Monday in summer, at their end', '2026-07-13T16:00:00Z', false],
    ['Saturday', '2026-01-10T10:00:00Z', false],
  ])('%s', (_title, time, expected) => {
    expect(isWithin(berlin, at(time))).toBe(expected);
  });

  it('go over midnight, also when the clock is put forward or back in that night', () => {
    const night: Hours = {
      ...berlin,
      days: ['sat'],
      from: '22:00',
      to: '06:00',
    };
    // From Saturday 22:00 to Sunday 06:00: seven hours in spring, nine in autumn.
    for (const [begin, end] of [
      ['2026-03-28T21:00:00Z', '2026-03-29T04:00:00Z'],
      ['2026-10-24T20:00:00Z', '2026-10-25T05:00:00Z'],
    ]) {
      expect(isWithin(night, at(begin))).toBe(true);
      expect(isWithin(night, new Date(at(begin).getTime() - 1))).toBe(false);
      expect(isWithin(night, new Date(at(end).getTime() - 1))).toBe(true);
      expect(isWithin(night, at(end))).toBe(false);
      expect(lastEnd(night, at(end))).toEqual(at(end));
    }
  });

  it('begin at the later hour where the clock leaves theirs out, and end at the first of two', () => {
    const early: Hours = {
      ...berlin,
      days: ['sun'],
      from: '02:30',
      to: '09:00',
    };
    expect(isWithin(early, at('2026-03-29T01:29:59Z'))).toBe(false);
    expect(isWithin(early, at('2026-03-29T01:30:00Z'))).toBe(true);
    const late: Hours = {
      ...berlin,
      days: ['sun'],
      from: '00:00',
      to: '02:30',
    };
    expect(lastEnd(late, at('2026-10-25T12:00:00Z'))).toEqual(
      at('2026-10-25T00:30:00Z'),
    );
  });

  /** Of the day, at times that no clock leaves out or has twice. */
  const minutes = fc.integer({ min: 4 * 60, max: 24 * 60 - 1 });
  const clock = (minute: number) =>
    [Math.floor(minute / 60), minute % 60]
      .map(part => String(part).padStart(2, '0'))
      .join(':');
  const anyHours: fc.Arbitrary<Hours> = fc
    .record({
      timeZone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/New_York',
        'Asia/Kolkata',
        'Australia/Lord_Howe',
        'Pacific/Auckland',
      ),
      days: fc.subarray([...DAYS], { minLength: 1 }),
      from: minutes.map(clock),
      to: minutes.map(clock),
    })
    .filter(({ from, to }) => from !== to);
  const anyTime = fc
    .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) })
    .map(time => new Date(time));

  /** By the clock on the wall, without a library. */
  function isWithinByTheWall({ timeZone, days, from, to }: Hours, time: Date) {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(time);
    const part = (name: string) =>
      parts.find(({ type }) => type === name)!.value;
    const day = part('weekday').toLowerCase() as (typeof DAYS)[number];
    const before = DAYS[(DAYS.indexOf(day) + 6) % 7];
    const now = `${part('hour')}:${part('minute')}`;
    if (from < to) return days.includes(day) && from <= now && now < to;
    return (
      (days.includes(day) && from <= now) || (days.includes(before) && now < to)
    );
  }

  it('are what the clock on the wall says, in any zone at any time of the year', () => {
    fc.assert(
      fc.property(anyHours, anyTime, (hours, time) => {
        expect(isWithin(hours, time)).toBe(isWithinByTheWall(hours, time));
      }),
      { numRuns: 500 },
    );
  });

  it('have ended within eight days, and run right before that', () => {
    fc.assert(
      fc.property(anyHours, anyTime, (hours, time) => {
        const end = lastEnd(hours, time)!;
        const ago = time.getTime() - end.getTime();
        expect(ago).toBeGreaterThanOrEqual(0);
        expect(ago).toBeLessThan(8 * 24 * HOUR);
        expect(isWithin(hours, end)).toBe(false);
        expect(isWithin(hours, new Date(end.getTime() - 1))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never end what was asked for after their last end, and wake only what they put to sleep', () => {
    fc.assert(
      fc.property(
        anyHours,
        anyTime,
        fc.integer({ min: 0, max: 48 * HOUR }),
        fc.constantFrom('request', 'lease', 'hours', 'idle', undefined),
        fc.boolean(),
        (hours, now, ago, cause, hasExpired) => {
          const environment: PlannedEnvironment = {
            phase: cause ? 'Hibernated' : 'Ready',
            plan: { hours },
            cause,
            hasExpired,
            askedAt: new Date(now.getTime() - ago),
          };
          const step = plannedStep(environment, now);
          const ended = lastEnd(hours, now)! > environment.askedAt;
          const isOn = isWithin(hours, now);
          expect(step?.kind === 'resume').toBe(
            cause === 'hours' && !hasExpired && isOn,
          );
          expect(step?.kind === 'hibernate').toBe(
            !cause && !hasExpired && !isOn && ended,
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('idle hours', () => {
  const now = at('2026-01-12T12:00:00Z');
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR);
  const unused = (change: Partial<PlannedEnvironment>) =>
    plannedStep(
      {
        phase: 'Ready',
        plan: { idleHours: 4 },
        hasExpired: false,
        askedAt: hoursAgo(9),
        lastUse: { at: hoursAgo(5).toISOString(), signal: 'change' },
        ...change,
      },
      now,
    );

  it('count from the newest sign of use, and say which', () => {
    expect(unused({})).toEqual({
      kind: 'hibernate',
      cause: 'idle',
      reason:
        'Nobody has used it for 4 hours: an object was last changed past the portal at 2026-01-12 07:00 UTC',
    });
    const recent = {
      at: hoursAgo(3).toISOString(),
      signal: 'operation',
    } as const;
    expect(unused({ lastUse: recent })).toBeUndefined();
    // A token that is still good.
    const ahead = {
      at: hoursAgo(-2).toISOString(),
      signal: 'kubeconfig',
    } as const;
    expect(unused({ lastUse: ahead })).toBeUndefined();
  });

  it('begin anew when it gets Ready, and end with what has expired', () => {
    expect(unused({ readySince: hoursAgo(1) })).toBeUndefined();
    expect(unused({ readySince: hoursAgo(6) })).toBeDefined();
    expect(unused({ hasExpired: true })).toBeUndefined();
    expect(unused({ phase: 'Updating' })).toBeUndefined();
  });
});
