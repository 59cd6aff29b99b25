import { auditRecords } from '../../__testUtils__/fixtures';
import { fakeAuditReport } from '../../__testUtils__/fakeAuditReport';
import { reportCsv } from './reportCsv';

const PERIOD = {
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-12-01T00:00:00.000Z',
};

describe('reportCsv', () => {
  it('has a row for each creation, exception and environment without end', () => {
    const lines = reportCsv(fakeAuditReport(auditRecords(), PERIOD)).split(
      '\r\n',
    );
    expect(lines.map(line => line.split(',')[0])).toEqual([
      'list',
      'created',
      'without end',
      'exceptions',
      '',
    ]);
    expect(
      new Set(lines.slice(0, -1).map(line => line.split(',').length)),
    ).toEqual(new Set([16]));
  });

  it.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['@sum', "'@sum"],
    ['-1', "'-1"],
    ['two\nlines', '"two\nlines"'],
    ['a, b', '"a, b"'],
  ])('writes %j so that nothing runs it and nothing breaks', (reason, cell) => {
    const report = fakeAuditReport(auditRecords(), PERIOD);
    const [exception] = report.exceptions;
    const csv = reportCsv({
      ...report,
      exceptions: [{ ...exception, reason }],
    });
    expect(csv).toContain(`,${cell},`);
  });
});
