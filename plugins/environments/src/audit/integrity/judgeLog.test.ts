import { AuditLog } from '@sandlot/plugin-environments-common';
import { judgeLog } from './judgeLog';

const FINE: AuditLog = {
  origin: 'log.example',
  keys: ['log.example+00000000+AA=='],
  size: '1234',
  unsealed: 2,
  lagSeconds: 0.4,
  isLagging: false,
  witnesses: [
    { name: 'vault', kind: 'objectStore', size: '1230', isBehind: false },
    { name: 'friend', kind: 'http', size: '1100', isBehind: false },
  ],
  sinks: [],
  coverage: [
    {
      cluster: 'one',
      checkedAt: '2026-11-22T12:02:00.000Z',
      namespaces: 10,
      covered: 10,
      findings: [],
    },
    {
      cluster: 'two',
      checkedAt: '2026-11-22T12:00:00.000Z',
      namespaces: 7,
      covered: 7,
      findings: [],
    },
  ],
  archives: [],
  check: {
    last: {
      endedAt: '2026-11-22T10:00:00.000Z',
      size: '1200',
      records: '1200',
    },
    isOverdue: false,
    faultCount: 0,
    faults: [],
  },
};
const FINDING = {
  kind: 'unrecorded' as const,
  namespace: 'sbx-x',
  since: '2026-11-22T11:00:00.000Z',
};

describe('judgeLog', () => {
  it('says how far it is sealed and witnessed, and the oldest comparison', () => {
    expect(judgeLog(FINE)).toEqual({
      concerns: [],
      tone: 'success',
      sealed: 1234n,
      witnessed: 1230n,
      witnesses: ['vault'],
      comparedAt: '2026-11-22T12:00:00.000Z',
      namespaces: 17,
      findings: 0,
    });
  });

  it.each<[string, Partial<AuditLog>, string, string]>([
    ['no key', { keys: [] }, 'danger', 'unsealed'],
    ['a problem', { problem: 'The root differs' }, 'danger', 'unsealed'],
    [
      'a namespace without a record',
      { coverage: [{ ...FINE.coverage[0], findings: [FINDING] }] },
      'danger',
      'findings',
    ],
    [
      'a record that is not what was sealed',
      { check: { ...FINE.check, faultCount: 1 } },
      'danger',
      'faults',
    ],
    [
      'a check that is overdue',
      { check: { ...FINE.check, isOverdue: true } },
      'warning',
      'unchecked',
    ],
    ['lag', { isLagging: true }, 'warning', 'lagging'],
    ['no witness', { witnesses: [] }, 'warning', 'unwitnessed'],
    [
      'a witness that lags',
      { witnesses: [{ ...FINE.witnesses[0], isBehind: true }] },
      'warning',
      'witnessBehind',
    ],
    [
      'a parked sink',
      {
        sinks: [
          {
            id: 'siem',
            kind: 'http',
            format: 'ocsf',
            nextIndex: '7',
            behind: 3,
            state: 'parked',
          },
        ],
      },
      'warning',
      'sinks',
    ],
  ])('is concerned about %s', (_, changes, tone, concern) => {
    expect(judgeLog({ ...FINE, ...changes })).toMatchObject({
      tone,
      concerns: [concern],
    });
  });

  it('does not say that anything is witnessed before it is', () => {
    const { witnessed, witnesses } = judgeLog({
      ...FINE,
      witnesses: [{ name: 'new', kind: 'file', isBehind: false }],
    });
    expect(witnessed).toBe(0n);
    expect(witnesses).toEqual([]);
  });
});
