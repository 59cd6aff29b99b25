import fc from 'fast-check';
import { Fate } from './ModelWorker';
import { Command } from './commands';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const of = fc.nat({ max: 2 });
const few = fc.nat({ max: 1 });
const third = fc.nat({ max: 2 });
const isNew = fc.boolean();
const calls = fc.nat({ max: 12 });
const fate = fc.constantFrom<Fate>(
  'failed',
  'refused',
  'unanswered',
  'died',
  'diedAfter',
);

function work(who: { do: 'work' } | { do: 'wake' }): fc.Arbitrary<Command> {
  const subject: fc.Arbitrary<object> =
    who.do === 'work' ? fc.record({ of }) : fc.record({ worker: few });
  const how = fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 3, arbitrary: fc.record({ calls }) },
    { weight: 3, arbitrary: fc.record({ calls, fate }) },
  );
  return fc
    .tuple(subject, how)
    .map(([one, other]) => ({ ...who, ...one, ...other } as Command));
}

/** Of one kind, each with its weight. */
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: work({ do: 'work' }) },
  { weight: 4, arbitrary: work({ do: 'wake' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      milliseconds: fc.constantFrom(
        2 * SECOND,
        11 * SECOND,
        25 * SECOND,
        2 * MINUTE,
        HOUR,
        47 * HOUR,
        49 * HOUR,
        8 * 24 * HOUR,
      ),
      alive: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('sweep' as const),
      what: fc.constantFrom(
        'leases',
        'plans',
        'operations',
        'strays',
        'waiting',
        'approvals',
        'elevations',
        'owners',
        'owners',
        'drift',
        'pool',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      owner: third,
      name: few,
      isNew,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('delete', 'cancel', 'upgrade', 'rollback', 'revert'),
      of,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('hibernate', 'resume'), of }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('extend', 'restore'),
      of,
      hours: fc.constantFrom(-1, 24, 72, 90, 200, 9000),
      isOps: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('transfer' as const),
      of,
      owner: third,
      isNew,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('resize' as const), of, isNew }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('agree', 'agree', 'agree', 'reject'),
      of: few,
      // The second of those who must agree, mostly: the first has.
      by: fc.constantFrom(1, 1, 1, 0, 2),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('elevate', 'grant', 'giveBack'),
      of: few,
      person: fc.constantFrom(0, 0, 1),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('enter' as const),
      of: few,
      person: fc.constantFrom(0, 0, 1),
      isElevated: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('share' as const),
      of: few,
      hours: fc.constantFrom(undefined, 1, 72, 9000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('open', 'read'),
      of: few,
      visitor: few,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('revoke' as const), of: few }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('leave', 'leave', 'comeBack'),
      who: fc.constantFrom(0, 0, 1, 2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('withdraw' as const), of: few }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('addMember', 'addMember', 'removeMember'),
      of,
      member: third,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('hold', 'endHold', 'plan', 'plan', 'endPlan'),
      of,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('squat', 'replace', 'lose', 'lose'),
      of,
    }),
  },
);

function lifeOf(maxLength: number): fc.Arbitrary<Command[]> {
  return fc.array(command, { minLength: 1, maxLength, size: 'max' });
}

/** A life: what is there in the beginning, and what happens. */
export interface Script {
  /**
   * The first environment is Ready, was only asked for, its lease has just ended, it was made
   * ahead and somebody asks for it, it waits for one more to agree, or a change of it or a longer
   * lease does; somebody has more rights in it, or reads it by a link; or its owner is gone from the catalog,
   * and was missed once.
   */
  start:
    | 'ready'
    | 'asked'
    | 'expired'
    | 'claimed'
    | 'awaiting'
    | 'changing'
    | 'extending'
    | 'elevated'
    | 'shared'
    | 'left';
  commands: Command[];
}

export const script: fc.Arbitrary<Script> = fc.record({
  // To create is half of the work of a run.
  start: fc.constantFrom(
    'ready',
    'ready',
    'ready',
    'asked',
    'expired',
    'claimed',
    'awaiting',
    'changing',
    'extending',
    'elevated',
    'shared',
    'left',
  ),
  // Few are long: what only they show is rare, and they take their time.
  commands: fc.oneof(
    { weight: 9, arbitrary: lifeOf(7) },
    { weight: 1, arbitrary: lifeOf(20) },
  ),
});
