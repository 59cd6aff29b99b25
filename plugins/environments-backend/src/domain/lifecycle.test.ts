import { Phase } from '@sandlot/plugin-environments-common';
import fc from 'fast-check';
import {
  LifecycleState,
  OperationKind,
  isCancellable,
  phaseAfter,
  transitions,
  whyNotNow,
} from './lifecycle';

const kinds = Object.keys(transitions) as OperationKind[];
const phases: Phase[] = [
  'Waiting',
  'Provisioning',
  'Ready',
  'Updating',
  'Failed',
  'Hibernating',
  'Hibernated',
  'Resuming',
  'Deleting',
  'Deleted',
];

function stateOf(change: Partial<LifecycleState>): LifecycleState {
  return {
    phase: 'Ready',
    hasNamespace: true,
    isHeldLegally: false,
    hasExpired: false,
    isAsleep: false,
    ...change,
  };
}

describe('the life of an environment', () => {
  it('ends every operation in a phase from which the environment can be deleted, or is', () => {
    for (const kind of kinds) {
      const ends = (['Succeeded', 'Failed'] as const).map(ending =>
        phaseAfter(kind, ending),
      );
      for (const phase of ends) {
        if (phase === undefined || phase === 'Deleted') continue;
        expect([kind, whyNotNow('delete', stateOf({ phase }))]).toEqual([
          kind,
          undefined,
        ]);
      }
    }
  });

  it('brings an environment from its creation to every phase, and from everywhere to its end', () => {
    const next = (phase: Phase | 'none') =>
      kinds.flatMap(kind => {
        const { from, during } = transitions[kind];
        return from.includes(phase) && during
          ? [
              during,
              phaseAfter(kind, 'Succeeded')!,
              phaseAfter(kind, 'Failed')!,
            ]
          : [];
      });
    const reached = new Set<Phase>();
    const queue: (Phase | 'none')[] = ['none', 'Waiting'];
    for (let phase = queue.shift(); phase; phase = queue.shift()) {
      if (phase !== 'none') reached.add(phase);
      queue.push(...next(phase).filter(one => !reached.has(one)));
    }
    expect([...reached].sort()).toEqual([...phases].sort());
    for (const phase of phases.filter(one => one !== 'Deleted')) {
      expect(next(phase)).toContain('Deleting');
    }
  });

  it('permits nothing of what is deleted, and no deletion under legal hold', () => {
    for (const kind of kinds) {
      expect(whyNotNow(kind, stateOf({ phase: 'Deleted' }))).toMatch(
        'it is Deleted',
      );
    }
    for (const phase of phases) {
      expect(
        whyNotNow('delete', stateOf({ phase, isHeldLegally: true })),
      ).toMatch('legal hold');
    }
  });

  it.each<[string, OperationKind, Partial<LifecycleState>, string | undefined]>(
    [
      ['resume what sleeps', 'resume', { phase: 'Hibernated' }, undefined],
      [
        'resume what has expired',
        'resume',
        { phase: 'Hibernated', hasExpired: true },
        'restore it',
      ],
      [
        'restore what has expired',
        'restore',
        { phase: 'Hibernated', hasExpired: true },
        undefined,
      ],
      [
        'restore what has not',
        'restore',
        { phase: 'Hibernated' },
        'has not ended',
      ],
      ['extend what has expired', 'extend', { hasExpired: true }, 'restore it'],
      [
        'resume what failed to sleep',
        'resume',
        { phase: 'Failed', isAsleep: true },
        undefined,
      ],
      [
        'resume what failed otherwise',
        'resume',
        { phase: 'Failed' },
        'nothing to resume',
      ],
      [
        'upgrade what was never made',
        'upgrade',
        { phase: 'Failed', hasNamespace: false },
        'no namespace',
      ],
      [
        'delete what was never made',
        'delete',
        { phase: 'Failed', hasNamespace: false },
        undefined,
      ],
      [
        'extend while it is updated',
        'extend',
        { phase: 'Updating' },
        undefined,
      ],
      [
        'upgrade while it is updated',
        'upgrade',
        { phase: 'Updating' },
        'Ready',
      ],
    ],
  )('%s', (_case, kind, change, reason) => {
    const refusal = whyNotNow(kind, stateOf(change));
    expect(refusal ?? 'possible').toContain(reason ?? 'possible');
  });

  it('refuses in words, whatever the state', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.record({
          phase: fc.constantFrom(...phases),
          hasNamespace: fc.boolean(),
          isHeldLegally: fc.boolean(),
          hasExpired: fc.boolean(),
          isAsleep: fc.boolean(),
        }),
        (kind, state) => {
          const refusal = whyNotNow(kind, state);
          const isPossible = transitions[kind].from.some(
            phase => phase === state.phase,
          );
          expect(refusal ?? (isPossible ? 'it is possible' : '')).toMatch(
            /^it/,
          );
        },
      ),
    );
  });

  it('cancels what was not begun, and a creation until its end', () => {
    const operation = { state: 'Running', before: 'Ready' } as const;
    expect(
      kinds.filter(kind => isCancellable({ ...operation, kind, attempt: 1 })),
    ).toEqual(['create']);
    expect(
      kinds.filter(kind => isCancellable({ ...operation, kind, attempt: 0 })),
    ).toEqual(['create', 'hibernate', 'resume', 'delete']);
    expect(
      isCancellable({
        kind: 'delete',
        state: 'Queued',
        attempt: 0,
        before: 'Provisioning',
      }),
    ).toBe(false);
    expect(
      isCancellable({ kind: 'create', state: 'Succeeded', attempt: 1 }),
    ).toBe(false);
  });
});
