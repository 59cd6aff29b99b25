import { Phase } from '@sandlot/plugin-environments-common';
import { describeLease } from './describeLease';
import {
  DEFAULT_LEASE_TERMS,
  LeaseNotice,
  inWords,
  leaseFrom,
  warningsBefore,
} from './lease';
import { LeaseState, nextLeaseStep } from './leaseStep';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const terms = DEFAULT_LEASE_TERMS;
const start = new Date('2026-11-01T12:00:00Z');
const after = (seconds: number, from = start) =>
  new Date(from.getTime() + seconds * 1000);
const END = 7 * DAY;

function leaseOf(change: Partial<LeaseState> = {}): LeaseState {
  return {
    phase: 'Ready',
    isHeldLegally: false,
    createdAt: start,
    expiresAt: after(END),
    ...change,
  };
}

/** Times in seconds since the start. */
function notice(
  leadSeconds: number,
  sent: number | undefined,
  { tried = sent ?? 0, end = END }: { tried?: number; end?: number } = {},
): LeaseNotice {
  return {
    before: 'expiry',
    endsAt: after(end),
    leadSeconds,
    triedAt: after(tried),
    sentAt: sent === undefined ? undefined : after(sent),
  };
}

const stepAt = (
  seconds: number,
  notices: LeaseNotice[] = [],
  lease: LeaseState = leaseOf(),
) => nextLeaseStep(lease, notices, terms, after(seconds));

describe('the lease that somebody gets', () => {
  it.each<[object | undefined, number | undefined, number | undefined]>([
    [undefined, undefined, undefined],
    [{ default: '7d' }, 7 * DAY, undefined],
    [{ maximum: '4w' }, 28 * DAY, 28 * DAY],
    [{ default: '90m', maximum: '2h' }, 90 * MINUTE, 2 * HOUR],
  ])('of a template with %j', (offer, length, most) => {
    expect(leaseFrom(start, offer)).toEqual({
      expiresAt: length && after(length),
      latestEnd: most && after(most),
    });
  });

  it('ends when it was asked to, within what the template gives', () => {
    const offer = { default: '7d', maximum: '14d' };
    expect(leaseFrom(start, offer, after(10 * DAY))).toEqual({
      expiresAt: after(10 * DAY),
      latestEnd: after(14 * DAY),
    });
    expect(leaseFrom(start, offer, after(15 * DAY))).toBe(
      'It can be had until 2026-11-15T12:00:00.000Z at most',
    );
    expect(leaseFrom(start, offer, start)).toMatch('ended already');
    expect(leaseFrom(start, undefined, after(DAY))).toEqual({
      expiresAt: after(DAY),
      latestEnd: undefined,
    });
  });
});

it('says lengths of time in words', () => {
  expect([7 * DAY, DAY, 36 * HOUR, HOUR, 30 * MINUTE, 90].map(inWords)).toEqual(
    ['7 days', '1 day', '36 hours', '1 hour', '30 minutes', '90 seconds'],
  );
});

it('warns the earliest first, whatever the order of the terms', () => {
  expect(
    warningsBefore(after(DAY), { warnBeforeSeconds: [HOUR, 2 * HOUR] }),
  ).toEqual([
    { leadSeconds: 2 * HOUR, at: after(22 * HOUR) },
    { leadSeconds: HOUR, at: after(23 * HOUR) },
  ]);
});

describe('what time brings', () => {
  it('is nothing as long as no warning is due', () => {
    expect(stepAt(END - 2 * DAY - 1)).toBeUndefined();
    expect(stepAt(END, [], leaseOf({ expiresAt: undefined }))).toBeUndefined();
  });

  it('is each warning once, in time', () => {
    expect(stepAt(END - 2 * DAY)).toMatchObject({
      step: 'warn',
      leadSeconds: 2 * DAY,
      actAt: after(END),
    });
    const first = notice(2 * DAY, END - 2 * DAY);
    expect(stepAt(END - DAY, [first])).toBeUndefined();
    expect(stepAt(END - 2 * HOUR, [first])).toMatchObject({
      step: 'warn',
      leadSeconds: 2 * HOUR,
    });
  });

  it('is only the nearest of those that were missed', () => {
    expect(stepAt(END - HOUR)).toMatchObject({ leadSeconds: 2 * HOUR });
    const told = notice(2 * HOUR, END - HOUR);
    expect(stepAt(END - 31 * MINUTE, [told])).toBeUndefined();
  });

  it('is a warning for the end as it is now, not as it was', () => {
    const moved = leaseOf({ expiresAt: after(END + DAY) });
    const old = notice(2 * DAY, END - 2 * DAY);
    expect(stepAt(END - DAY, [old], moved)).toMatchObject({
      step: 'warn',
      end: { at: after(END + DAY) },
      leadSeconds: 2 * DAY,
    });
  });

  it('is the end, when the last warning was given in time', () => {
    const last = notice(30 * MINUTE, END - 30 * MINUTE);
    expect(stepAt(END - 1, [last])).toBeUndefined();
    expect(stepAt(END, [last])).toMatchObject({ step: 'act' });
  });

  it('is the end later, when the last warning was given late', () => {
    expect(stepAt(END + HOUR)).toMatchObject({
      step: 'warn',
      leadSeconds: 30 * MINUTE,
      actAt: after(END + HOUR + 30 * MINUTE),
      otherwise: undefined,
    });
    const late = notice(30 * MINUTE, END + HOUR);
    expect(stepAt(END + HOUR + 29 * MINUTE, [late])).toEqual({
      step: 'wait',
      end: expect.anything(),
      reason: 'People were told of it late, and have 30 minutes from then',
      until: after(END + HOUR + 30 * MINUTE),
    });
    expect(stepAt(END + HOUR + 30 * MINUTE, [late])).toMatchObject({
      step: 'act',
    });
  });

  it('is the end without a warning, when it is too short for one', () => {
    const short = leaseOf({ expiresAt: after(20 * MINUTE) });
    expect(stepAt(0, [], short)).toBeUndefined();
    expect(stepAt(20 * MINUTE, [], short)).toMatchObject({ step: 'act' });
  });

  it('is the end without a warning, when nobody could be told for a day', () => {
    const since = (tried: number) => [
      notice(30 * MINUTE, undefined, { tried }),
    ];
    expect(stepAt(END + DAY - 1, since(END))).toMatchObject({
      step: 'warn',
      otherwise: undefined,
    });
    expect(stepAt(END + DAY, since(END))).toMatchObject({
      step: 'warn',
      otherwise: { step: 'act', untold: true },
    });
    // Nobody could be told of what comes earlier, either.
    const earlier = notice(2 * DAY, undefined, { tried: END - 2 * DAY });
    expect(stepAt(END, [earlier, ...since(END - 1)])).toMatchObject({
      otherwise: { step: 'act' },
    });
    // But that was over for a while.
    const heard = notice(2 * HOUR, END - 2 * HOUR);
    expect(stepAt(END, [earlier, heard, ...since(END - 1)])).toMatchObject({
      otherwise: undefined,
    });
  });

  it('is neither a warning nor an end under legal hold', () => {
    const held = leaseOf({ isHeldLegally: true });
    expect(stepAt(END - HOUR, [], held)).toBeUndefined();
    expect(stepAt(END, [], held)).toMatchObject({
      step: 'wait',
      reason: 'It is under legal hold',
    });
  });

  it.each<[Phase, object | undefined]>([
    ['Ready', { step: 'act' }],
    ['Failed', { step: 'act' }],
    ['Hibernated', { step: 'act' }],
    ['Provisioning', { step: 'wait' }],
    ['Updating', { step: 'wait' }],
    ['Hibernating', { step: 'wait' }],
    ['Resuming', { step: 'wait' }],
    ['Waiting', undefined],
    ['Deleting', undefined],
    ['Deleted', undefined],
  ])('for what is %s at the end is %j', (phase, step) => {
    const last = notice(30 * MINUTE, END - HOUR);
    const found = stepAt(END, [last], leaseOf({ phase }));
    expect(found === undefined).toBe(step === undefined);
    expect({ ...found }).toMatchObject({ ...step });
  });

  describe('after it has expired', () => {
    const GONE = END + 7 * DAY;
    const expired = leaseOf({ phase: 'Hibernated', deleteAt: after(GONE) });
    const told: LeaseNotice = {
      ...notice(30 * MINUTE, GONE - 30 * MINUTE, { end: GONE }),
      before: 'deletion',
    };

    it('is a warning before its deletion', () => {
      expect(stepAt(END + DAY, [], expired)).toBeUndefined();
      expect(stepAt(GONE - DAY, [], expired)).toMatchObject({
        step: 'warn',
        end: { before: 'deletion', at: after(GONE) },
        leadSeconds: 2 * DAY,
      });
    });

    it('is its deletion, whatever its phase', () => {
      expect(stepAt(GONE, [told], expired)).toMatchObject({ step: 'act' });
      const stuck = { ...expired, phase: 'Hibernating' as const };
      expect(stepAt(GONE, [told], stuck)).toMatchObject({ step: 'act' });
    });

    it('is a pause, when its deletion has failed', () => {
      const failed = {
        ...expired,
        phase: 'Failed' as const,
        deletionFailedAt: after(GONE + 10),
      };
      expect(stepAt(GONE + HOUR, [told], failed)).toMatchObject({
        step: 'wait',
        reason: expect.stringMatching('deletion has failed'),
      });
      expect(stepAt(GONE + HOUR + 10, [told], failed)).toMatchObject({
        step: 'act',
      });
    });
  });
});

describe('the lease as it is shown', () => {
  const shown = (seconds: number, lease: LeaseState, notices?: LeaseNotice[]) =>
    describeLease(lease, notices ?? [], terms, after(seconds));

  it('is absent without an end', () => {
    expect(shown(0, leaseOf({ expiresAt: undefined }))).toBeUndefined();
  });

  it('says when people are and were told, but for what would be too early', () => {
    const short = leaseOf({
      expiresAt: after(DAY),
      latestEnd: after(3 * DAY),
    });
    const sent = notice(2 * HOUR, 22 * HOUR, { end: DAY });
    expect(shown(23 * HOUR, short, [sent])).toEqual({
      expiresAt: after(DAY).toISOString(),
      latest: after(3 * DAY).toISOString(),
      restoreSeconds: 7 * DAY,
      warnings: [
        {
          before: 'expiry',
          at: after(22 * HOUR).toISOString(),
          sentAt: after(22 * HOUR).toISOString(),
        },
        { before: 'expiry', at: after(DAY - 30 * MINUTE).toISOString() },
      ],
    });
  });

  it('says why an end that has passed has no effect yet', () => {
    expect(shown(END - 1, leaseOf())?.postponed).toBeUndefined();
    expect(shown(END, leaseOf())?.postponed).toEqual({
      reason: 'Nobody was told of it yet, which comes first',
    });
    const late = notice(30 * MINUTE, END);
    expect(shown(END + 1, leaseOf(), [late])?.postponed).toMatchObject({
      until: after(END + 30 * MINUTE).toISOString(),
    });
    expect(
      shown(END + 1, leaseOf({ isHeldLegally: true }))?.postponed,
    ).toMatchObject({ reason: 'It is under legal hold' });
    const last = notice(30 * MINUTE, END - 30 * MINUTE);
    expect(shown(END + 1, leaseOf(), [last])?.postponed).toBeUndefined();
    expect(
      shown(END + 1, leaseOf({ phase: 'Updating' }), [last])?.postponed,
    ).toEqual({ reason: 'It is Updating, which comes to its end first' });
  });

  it('says when it is deleted, after it has expired', () => {
    const lease = shown(
      END + 1,
      leaseOf({ phase: 'Hibernated', deleteAt: after(END + 7 * DAY) }),
    )!;
    expect(lease.deleteAt).toBe(after(END + 7 * DAY).toISOString());
    expect(lease.warnings.map(({ before }) => before)).toEqual([
      'expiry',
      'expiry',
      'expiry',
      'deletion',
      'deletion',
      'deletion',
    ]);
  });
});
