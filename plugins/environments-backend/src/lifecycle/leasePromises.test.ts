/* eslint-disable jest/no-standalone-expect -- The life that a test leads asks after each step. */
import fc from 'fast-check';
import { Phase } from '@sandlot/plugin-environments-common';
import {
  LeaseNotice,
  LeaseOnOffer,
  LeaseTerms,
  leaseFrom,
} from '../domain/lease';
import { LeaseState, LeaseStep, nextLeaseStep } from '../domain/leaseStep';
import { Caller } from '../service/Caller';
import { newEnd } from './requests/newEnd';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const plus = (time: Date, milliseconds: number) =>
  new Date(time.getTime() + milliseconds);

const callerOf = (isOps: boolean) =>
  ({
    authorizeLeaseOverride: async () => ({
      decision: isOps ? 'ALLOW' : 'DENY',
    }),
  } as Partial<Caller> as Caller);

/** An environment in time, and what everybody may do to it, as the portal does it. */
class Life {
  now = new Date('2026-11-22T12:00:00Z');
  lease: LeaseState;
  notices: LeaseNotice[] = [];
  /** The latest end that was ever promised. */
  promised: Date | undefined;
  readonly acts: { step: Extract<LeaseStep, { step: 'act' }>; at: Date }[] = [];

  constructor(readonly terms: LeaseTerms, offer: LeaseOnOffer) {
    this.lease = {
      ...(leaseFrom(this.now, offer) as object),
      phase: 'Ready',
      isHeldLegally: false,
      createdAt: this.now,
    };
    this.promised = this.lease.expiresAt;
  }

  async extend(until: Date, isOps: boolean): Promise<void> {
    if (!this.lease.expiresAt) return;
    const isRestored = this.lease.deleteAt !== undefined;
    await newEnd(callerOf(isOps), this.lease, until.toISOString(), this.now)
      .then(({ expiresAt }) => {
        this.lease = { ...this.lease, expiresAt, deleteAt: undefined };
        this.promised = expiresAt;
        if (isRestored) this.lease.phase = 'Ready';
      })
      // Refused: then nothing changes.
      .catch(() => {});
  }

  sweep(isHeard: boolean): void {
    const step = nextLeaseStep(this.lease, this.notices, this.terms, this.now);
    if (step?.step === 'act') this.#act(step);
    if (step?.step !== 'warn') return;
    expect(step.end.before === 'expiry').toBe(!this.lease.deleteAt);
    expect(step.actAt.getTime()).toBeGreaterThanOrEqual(step.end.at.getTime());
    const { end, leadSeconds } = step;
    const isSame = (one: LeaseNotice) =>
      one.before === end.before &&
      one.leadSeconds === leadSeconds &&
      one.endsAt.getTime() === end.at.getTime();
    const earlier = this.notices.find(isSame);
    expect(earlier?.sentAt).toBeUndefined();
    this.notices = [
      ...this.notices.filter(one => !isSame(one)),
      {
        before: end.before,
        endsAt: end.at,
        leadSeconds,
        triedAt: earlier?.triedAt ?? this.now,
        sentAt: isHeard ? this.now : undefined,
      },
    ];
    if (!isHeard && step.otherwise) this.#act(step.otherwise);
  }

  #act(step: Extract<LeaseStep, { step: 'act' }>): void {
    const { end, untold } = step;
    expect(this.lease.isHeldLegally).toBe(false);
    expect(this.now.getTime()).toBeGreaterThanOrEqual(end.at.getTime());
    expect(this.now.getTime()).toBeGreaterThanOrEqual(this.promised!.getTime());
    const last = Math.min(...this.terms.warnBeforeSeconds) * 1000;
    const hadTime = end.at.getTime() - end.since.getTime() > last;
    const wasTold = this.notices.some(
      ({ before, endsAt, sentAt }) =>
        before === end.before &&
        endsAt.getTime() === end.at.getTime() &&
        sentAt &&
        sentAt.getTime() + last <= this.now.getTime(),
    );
    expect(wasTold || untold === true || !hadTime).toBe(true);
    this.acts.push({ step, at: this.now });
    this.lease =
      end.before === 'deletion'
        ? { ...this.lease, phase: 'Deleting' }
        : {
            ...this.lease,
            phase: 'Hibernated',
            deleteAt: plus(this.now, this.terms.restoreSeconds * 1000),
          };
  }
}

const durations = fc
  .integer({ min: 1, max: 60 * 24 * 10 })
  .map(minutes => `${minutes}m`);
const offers: fc.Arbitrary<LeaseOnOffer> = fc.record(
  { default: durations, maximum: durations },
  { requiredKeys: ['maximum'] },
);
const allTerms: fc.Arbitrary<LeaseTerms> = fc.record({
  warnBeforeSeconds: fc.uniqueArray(
    fc.integer({ min: 60, max: 3 * 24 * 3600 }),
    { minLength: 1, maxLength: 4 },
  ),
  restoreSeconds: fc.integer({ min: 60, max: 10 * 24 * 3600 }),
});
const happenings = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 4 * 24 * 60 }) }),
    },
    { weight: 4, arbitrary: fc.record({ sweep: fc.boolean() }) },
    fc.record({
      extendTo: fc.integer({ min: -5 * DAY, max: 20 * DAY }),
      isOps: fc.boolean(),
    }),
    fc.record({ hold: fc.boolean() }),
    fc.record({
      phase: fc.constantFrom<Phase>('Ready', 'Updating', 'Failed'),
    }),
  ),
  { minLength: 20, maxLength: 80 },
);

it('no end ever comes nearer, and nothing is done before its end or without a warning', async () => {
  let acts = 0;
  await fc.assert(
    fc.asyncProperty(
      allTerms,
      offers,
      happenings,
      async (terms, offer, all) => {
        const life = new Life(terms, offer);
        for (const one of all) {
          const { expiresAt, deleteAt } = life.lease;
          if ('pass' in one) life.now = plus(life.now, one.pass * MINUTE);
          else if ('sweep' in one) life.sweep(one.sweep);
          else if ('hold' in one) life.lease.isHeldLegally = one.hold;
          else if ('phase' in one) {
            if (!life.lease.deleteAt) life.lease.phase = one.phase;
          } else if (life.lease.phase !== 'Deleting') {
            await life.extend(plus(life.now, one.extendTo), one.isOps);
          }
          expect(life.lease.expiresAt?.getTime()).toBe(
            expiresAt &&
              Math.max(life.lease.expiresAt!.getTime(), expiresAt.getTime()),
          );
          expect(life.lease.deleteAt).toEqual(
            deleteAt ? life.lease.deleteAt && deleteAt : life.lease.deleteAt,
          );
        }
        acts += life.acts.length;
      },
    ),
    { numRuns: 300 },
  );
  // Or the property would say nothing.
  expect(acts).toBeGreaterThan(50);
});
