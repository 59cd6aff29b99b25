import { readSource } from './readSource';

function documentOf(text: string) {
  const { documents, problems } = readSource(text);
  expect(problems).toEqual([]);
  return documents[0];
}

describe('SourceDocument.locate', () => {
  const document = documentOf(
    [
      'kind: A #1', // 1
      'spec:', // 2
      '  owner: "me"', // 3
      '  empty:', // 4
      '  flow: {a: [1, 22]}', // 5
      '  list:', // 6
      '    - name: x', // 7
      '      deep:', // 8
      '        - ~', // 9
      '        -', // 10
      '    - &anchored !!str 5', // 11
      '  a/b~c: slash', // 12
      '  8080: port', // 13
    ].join('\n'),
  );

  it.each<[string, number, number]>([
    ['', 1, 1],
    ['/kind', 1, 7],
    ['/spec', 2, 1],
    ['/spec/owner', 3, 10],
    ['/spec/empty', 4, 3],
    ['/spec/flow', 5, 9],
    ['/spec/flow/a', 5, 13],
    ['/spec/flow/a/1', 5, 17],
    ['/spec/list', 6, 3],
    ['/spec/list/0', 7, 7],
    ['/spec/list/0/name', 7, 13],
    ['/spec/list/0/deep/0', 9, 11],
    ['/spec/list/0/deep/1', 10, 10],
    ['/spec/list/1', 11, 23],
    ['/spec/a~1b~0c', 12, 10],
    ['/spec/8080', 13, 9],
  ])('finds %s', (path, line, column) => {
    expect(document.locate(path)).toEqual({ line, column });
  });

  it.each<[string, number, number]>([
    ['/nothing', 1, 1],
    ['/spec/lifecycle', 2, 1],
    ['/spec/owner/name', 3, 10],
    ['/spec/list/7/name', 6, 3],
    ['/spec/list/0/deep/x', 8, 7],
    ['/spec/flow/b', 5, 9],
    ['no pointer', 1, 1],
  ])('points near %s, which is not there', (path, line, column) => {
    expect(document.locate(path)).toEqual({ line, column });
    expect(document.locate(path, 3)).toEqual({ line, column });
  });

  it.each<[string, string]>([
    ['plain', 'a: one ${two}'],
    ['plain over lines', 'a: one\n  more\n\n  and ${two} or so'],
    ['single quotes', "a: 'it''s ${two}'"],
    ['single quotes over lines', "a: 'it''s\n\n  not ${two}\n  '"],
    ['double quotes', 'a: "\\u00e4\\t\\"x\\" \\x20${two}"'],
    ['double quotes over lines', 'a: "one \\\n   more\\n\n   ${two}"'],
    ['beyond the basic plane', 'a: "\\U0001F600 ${two}"'],
    ['literal block', 'a: |\n  one\n\n    ${two}\n  three\n'],
    ['literal block with a header', 'a: |2- # why\n   one\n   ${two}\n'],
    ['folded block', 'a: >-\n  one\n  more\n\n   kept ${two}\n  and ${on}\n'],
    ['with an anchor', 'a: &x "${two}"'],
    ['CRLF', 'a: |\r\n  one\r\n  ${two}\r\n'],
  ])('finds a character in a text: %s', (_, text) => {
    const { entity, locate } = documentOf(`kind: A\n${text}\n`);
    const value = (entity as unknown as { a: string }).a;
    const { line, column } = locate('/a', value.indexOf('${two}'));
    expect(
      `kind: A\n${text}\n`.split('\n')[line - 1].slice(column - 1),
    ).toMatch(/^\$\{two\}/);
  });

  it('finds white space after what is before it, and the end', () => {
    const { locate } = documentOf('a: one two\nb: |\n  x\n  y\nc: ""\n');
    expect(locate('/a', 3)).toEqual({ line: 1, column: 7 });
    expect(locate('/a', 99)).toEqual({ line: 1, column: 11 });
    expect(locate('/b', 1)).toEqual({ line: 3, column: 4 });
    expect(locate('/b', 2)).toEqual({ line: 4, column: 3 });
    expect(locate('/c', 0)).toEqual({ line: 5, column: 5 });
    expect(locate('/a', -1)).toEqual({ line: 1, column: 4 });
  });
});
