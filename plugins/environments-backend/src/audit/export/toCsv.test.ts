import { AuditRecord } from '@sandlot/plugin-environments-common';
import fc from 'fast-check';
import { csvHeader, toCsv } from './toCsv';

function recordWith(part: Partial<AuditRecord>): AuditRecord {
  return {
    eventId: '0197c0de-0000-7000-8000-000000000001',
    sequence: '1',
    time: '2026-11-29T12:00:00.000Z',
    correlationId: '0197c0de-0000-7000-8000-000000000002',
    stage: 'succeeded',
    outcome: 'success',
    action: 'environment.create',
    actor: {
      ref: 'user:default/dana',
      kind: 'user',
      groups: [],
      authMethod: 'user',
    },
    target: {},
    ...part,
  };
}

/** Reads one line by the rules of RFC 4180. */
function read(line: string): string[] {
  const cells: string[] = [];
  let rest = line.replace(/\r\n$/, '');
  for (;;) {
    const [cell] = rest.match(/^(?:"(?:[^"]|"")*"|[^,]*)/)!;
    cells.push(
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    );
    rest = rest.slice(cell.length);
    if (!rest) return cells;
    rest = rest.slice(1);
  }
}

describe('toCsv', () => {
  const reason = read(csvHeader).indexOf('reason');

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1'])(
    'keeps a spreadsheet from running %j',
    formula => {
      expect(read(toCsv(recordWith({ reason: formula })))[reason]).toBe(
        `'${formula}`,
      );
    },
  );

  it('brings any text back, and no cell is a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const line = toCsv(recordWith({ reason: text }));
        const cells = read(line);
        expect(cells).toHaveLength(read(csvHeader).length);
        expect([text, `'${text}`]).toContain(cells[reason]);
        expect(cells.some(cell => /^\s*[=+\-@]/.test(cell))).toBe(false);
      }),
    );
  });
});
