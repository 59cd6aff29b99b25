import { AuditRecord } from '@sandlot/plugin-environments-common';
import { auditRecords } from '../../__testUtils__/fixtures';
import { toTimeline } from './toTimeline';

const [request, attempt, success] = auditRecords();

function attemptAt(time: string, changes: Partial<AuditRecord> = {}) {
  return { ...attempt, eventId: time, time, ...changes };
}

describe('toTimeline', () => {
  it('has the time between records, and how each attempt ended', () => {
    expect(toTimeline([request, attempt, success])).toEqual({
      steps: [
        { record: request, sinceBefore: undefined },
        {
          record: attempt,
          sinceBefore: 1000,
          attempt: { end: success, milliseconds: 1000 },
        },
        { record: success, sinceBefore: 1000 },
      ],
      milliseconds: 2000,
      open: 0,
    });
  });

  it('leaves open what has no end: another object, another try, or an end before it', () => {
    const others = [
      attemptAt('2026-11-22T12:00:01.000Z', {
        target: { ...attempt.target, name: 'other' },
      }),
      attemptAt('2026-11-22T12:00:01.500Z', { attempt: 2 }),
    ];
    const { open, steps } = toTimeline([
      ...others,
      success,
      attemptAt('2026-11-22T12:00:03.000Z'),
    ]);
    expect(open).toBe(3);
    expect(steps.map(step => step.attempt)).toEqual([
      'open',
      'open',
      undefined,
      'open',
    ]);
  });

  it('has nothing of nothing', () => {
    expect(toTimeline([])).toEqual({ steps: [], milliseconds: 0, open: 0 });
  });
});
