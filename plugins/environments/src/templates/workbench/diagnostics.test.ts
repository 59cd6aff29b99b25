import { Text } from '@codemirror/state';
import { toDiagnostics, toOffset } from './diagnostics';

const DOC = Text.of(['kind: A', '', 'name: b']);

describe('places in a text', () => {
  it.each([
    [1, 1, 0],
    [1, 7, 6],
    [1, 99, 7],
    [3, 7, 15],
    [99, 1, 9],
  ])('finds line %d, column %d', (line, column, offset) => {
    expect(toOffset(DOC, line, column)).toBe(offset);
  });

  it('marks a place up to the end of its line, and nothing that is gone', () => {
    expect(
      toDiagnostics(
        DOC,
        [
          {
            path: '/kind',
            message: 'wrong',
            expected: 'B',
            line: 1,
            column: 7,
          },
          { path: '/name', message: 'gone', line: 4, column: 1 },
          { path: '/x', message: 'nowhere' },
        ],
        'error',
      ),
    ).toEqual([{ from: 6, to: 7, severity: 'error', message: 'wrong (B)' }]);
  });
});
