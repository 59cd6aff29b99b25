import { TemplateReport } from '@sandlot/plugin-environments-common';
import { byAttention, statesOf } from './byAttention';

function report(name: string, changes: Partial<TemplateReport> = {}) {
  return {
    name,
    title: name,
    state: 'published',
    problems: [],
    behind: 0,
    creations: { succeeded: 0, failed: 0 },
    ...changes,
  } as unknown as TemplateReport;
}

const HALTED = { since: '2026-11-22T12:00:00.000Z', by: 'x', reason: 'y' };
const PROBLEMS = [{ path: '', message: 'wrong' }];

describe('byAttention', () => {
  it('puts what stops people first and what nobody can get last', () => {
    const reports = [
      report('gone', { state: 'withdrawn', behind: 3 }),
      report('fine'),
      report('behind', { behind: 2 }),
      report('failing', { creations: { succeeded: 1, failed: 4 } }),
      report('refused', { problems: PROBLEMS }),
      report('halted', { halted: HALTED }),
    ];

    expect(byAttention(reports).map(({ name }) => name)).toEqual([
      'halted',
      'refused',
      'failing',
      'behind',
      'fine',
      'gone',
    ]);
  });

  it('counts a halted template with the published ones too', () => {
    expect(
      statesOf(report('both', { halted: HALTED, problems: PROBLEMS })),
    ).toEqual(['published', 'halted', 'refused']);
  });
});
