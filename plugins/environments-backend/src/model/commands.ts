import fc from 'fast-check';
import { Fate } from './ModelWorker';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * What may happen. `of` is an environment of the run, by the order in which they
 * were made; a command without an object does nothing.
 */
export type Command =
  | { do: 'create'; owner: number; name: number }
  | { do: 'delete' | 'cancel' | 'upgrade' | 'rollback' | 'revert'; of: number }
  | { do: 'hibernate' | 'resume'; of: number }
  /** `hours` from now; `isOps` may go beyond what the template gives. */
  | { do: 'extend' | 'restore'; of: number; hours: number; isOps: boolean }
  | { do: 'transfer'; of: number; owner: number }
  | { do: 'addMember' | 'removeMember'; of: number; member: number }
  | { do: 'hold' | 'endHold'; of: number }
  /** To hibernate by itself when nobody has used it for hours, or not any more. */
  | { do: 'plan' | 'endPlan'; of: number }
  /**
   * A new worker takes the operation up. So many of its calls are done, the next one
   * meets its fate; then it is frozen, or with `calls` absent goes on to its end.
   */
  | { do: 'work'; of: number; calls?: number; fate?: Fate }
  /** One that is frozen goes on, the same way. */
  | { do: 'wake'; worker: number; calls?: number; fate?: Fate }
  /** `alive`: workers are slow, not frozen, and renew their leases. */
  | { do: 'pass'; milliseconds: number; alive: boolean }
  | {
      do: 'sweep';
      what:
        | 'operations'
        | 'leases'
        | 'plans'
        | 'strays'
        | 'waiting'
        | 'drift'
        | 'pool';
    }
  /** Somebody else has a namespace of that name already, or puts one in the place of ours. */
  | { do: 'squat' | 'replace'; of: number }
  /** Somebody deletes an object past the portal, and the comparison finds it. */
  | { do: 'lose'; of: number };

const of = fc.nat({ max: 2 });
const few = fc.nat({ max: 1 });
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
        'drift',
        'pool',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      owner: few,
      name: few,
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
      owner: few,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('addMember', 'removeMember'),
      of,
      member: few,
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
  /** The first environment is Ready, was only asked for, its lease has just ended, or it was made ahead and somebody asks for it. */
  start: 'ready' | 'asked' | 'expired' | 'claimed';
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
  ),
  // Few are long: what only they show is rare, and they take their time.
  commands: fc.oneof(
    { weight: 9, arbitrary: lifeOf(7) },
    { weight: 1, arbitrary: lifeOf(20) },
  ),
});
