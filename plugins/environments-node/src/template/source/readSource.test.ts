import { readSource } from './readSource';

function problemsOf(text: string) {
  return readSource(text).problems;
}

function onlyDocument(text: string) {
  const { documents, problems } = readSource(text);
  expect(problems).toEqual([]);
  expect(documents).toHaveLength(1);
  return documents[0];
}

describe('readSource', () => {
  it('reads documents in their order and leaves out empty ones', () => {
    const { documents, problems } = readSource(
      '# a comment\n---\nkind: A\n---\n---\n# nothing\n---\nkind: B\n...\n',
    );
    expect(problems).toEqual([]);
    expect(documents.map(({ entity }) => entity.kind)).toEqual(['A', 'B']);
    expect(documents[1].locate('/kind')).toEqual({ line: 8, column: 7 });
  });

  it.each(['', '\n', '# only a comment\n', '---\n', '---\n---\n', '\uFEFF'])(
    'finds nothing in %j',
    text => {
      expect(readSource(text)).toEqual({ documents: [], problems: [] });
    },
  );

  it.each<[string, string, object]>([
    [
      'a key that is there twice',
      'kind: A\nspec:\n  owner: x\n  owner: y\n',
      { path: '/spec/owner', line: 4, column: 3 },
    ],
    [
      'keys that become the same text',
      'a:\n  8080: x\n  "8080": y\n',
      { path: '/a/8080', line: 3, column: 3 },
    ],
    [
      'a key that reaches the prototype',
      'spec:\n  __proto__: {a: 1}\n',
      { path: '/spec/__proto__', line: 2, column: 3 },
    ],
    [
      'a merge key',
      'a: &a {x: 1}\nb:\n  <<: *a\n',
      { path: '/b', line: 3, column: 3, expected: 'the fields themselves' },
    ],
    ['a key that is a list', '? [a]\n: b\n', { path: '', line: 1, column: 3 }],
    ['a key that is empty', 'a: 1\n: b\n', { path: '', line: 2, column: 1 }],
    [
      'a tab as indentation',
      'a:\n\tb: 1\n',
      { line: 2, column: 1, expected: 'spaces' },
    ],
    ['a list that is not closed', 'a: [1, 2\n', { line: 2, column: 1 }],
    ['wrong indentation', 'a:\n    b: 1\n  c: 2\n', { line: 3, column: 1 }],
    ['a tag', 'a: !secret x\n', { line: 1, column: 4 }],
    ['a binary', 'a: !!binary aGVsbG8=\n', { line: 1, column: 4 }],
    ['an unknown anchor', 'a: *b\n', { path: '/a', line: 1, column: 4 }],
    [
      'an alias of what holds it',
      'a: &a\n  b: *a\n',
      { path: '/a/b', line: 2, column: 6 },
    ],
    ['infinity', 'a: .inf\n', { path: '/a', line: 1, column: 4 }],
    ['no number', 'a: [.nan]\n', { path: '/a/0', line: 1, column: 5 }],
    [
      'a number that would lose digits',
      'a: 12345678901234567890\n',
      { path: '/a', line: 1, column: 4 },
    ],
    ['another YAML', '%YAML 1.1\n---\na: yes\n', { line: 2, column: 1 }],
    ['a document that is a list', '- a\n- b\n', { line: 1, column: 1 }],
    ['a document that is a text', 'a: 1\n---\nhello\n', { line: 3, column: 1 }],
  ])('refuses %s', (_, text, expected) => {
    expect(problemsOf(text)).toEqual([expect.objectContaining(expected)]);
  });

  describe('an expression without quotes within braces', () => {
    const hint = 'quotes around the expression: "${parameters.replicas}"';

    it('is told where it is', () => {
      const [first] = problemsOf(
        'a: x\nb: { c: x, n: ${parameters.replicas} }\n',
      );
      expect(first).toMatchObject({ line: 2, column: 16, expected: hint });
      expect(problemsOf('b: [${parameters.replicas}]\n')[0]).toMatchObject({
        line: 1,
        expected: hint,
      });
    });

    it('is told first in a file so long that its echo is too much', () => {
      const problems = problemsOf(
        `a:\n  - { b: x, n: \${parameters.replicas} }\n${'  - { c: d }\n'.repeat(
          200,
        )}`,
      );
      expect(problems[0]).toMatchObject({ line: 2, expected: hint });
      expect(problems).toHaveLength(4);
      expect(problems[3]).toMatchObject({
        message: 'too much that is no YAML',
      });
    });
  });

  it('keeps the documents beside a faulty one', () => {
    const { documents, problems } = readSource(
      'kind: A\n---\na: 1\na: 2\n---\nkind: C\n',
    );
    expect(documents.map(({ entity }) => entity.kind)).toEqual(['A', 'C']);
    expect(problems).toHaveLength(1);
  });

  it('reads values as YAML 1.2 has them', () => {
    expect(
      onlyDocument(
        'a: yes\nb: 010\nc: 0x10\nd: ~\ne:\nf: 1.50\ng: 2024-01-01\nh: -0\n"<<": 1\n8080: x\n',
      ).entity,
    ).toEqual({
      a: 'yes',
      b: 10,
      c: 16,
      d: null,
      e: null,
      f: 1.5,
      g: '2024-01-01',
      h: 0,
      '<<': 1,
      '8080': 'x',
    });
  });

  it('follows an alias to where its value is written', () => {
    const document = onlyDocument('a: &x\n  b: 1\nc: *x\nd: &x two\ne: *x\n');
    expect(document.entity).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: 'two',
      e: 'two',
    });
    expect(document.locate('/c/b')).toEqual({ line: 2, column: 6 });
    expect(document.locate('/e')).toEqual({ line: 4, column: 7 });
  });

  describe('limits', () => {
    it.each(['[', '{a: ', '- '])('ends what nests %j for ever', open => {
      const [problem] = problemsOf(`a:\n  ${open.repeat(100_000)}`);
      expect(problem).toMatchObject({ message: 'nested too deeply', line: 2 });
    });

    it('ends what nests deeply over lines', () => {
      const text = Array.from(
        { length: 60 },
        (_, level) => `${' '.repeat(level)}a:\n`,
      ).join('');
      expect(problemsOf(text)[0]).toMatchObject({
        message: 'nested too deeply',
      });
    });

    it('ends aliases that multiply', () => {
      const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
      const text = names
        .map((name, index) => {
          const item = index === 0 ? 'x' : `*${names[index - 1]}`;
          return `${name}: &${name} [${Array(9).fill(item).join(', ')}]`;
        })
        .join('\n');
      expect(problemsOf(text)).toEqual([
        expect.objectContaining({ expected: '100 of them at most' }),
      ]);
    });

    it('counts what a few aliases repeat', () => {
      const list = `[${Array(5_000).fill('x').join(',')}]`;
      expect(
        problemsOf(`a: &a ${list}\nb: [*a, *a, *a, *a, *a]\n`),
      ).toMatchObject([{ message: 'too large', path: '/b/3/993' }]);
    });

    it('ends too many values, too much text, too many documents', () => {
      expect(
        problemsOf(`a: [${Array(22_000).fill('1').join(',')}]`),
      ).toMatchObject([{ message: 'too large', line: 1 }]);
      expect(problemsOf(`a: ${'x'.repeat(600 * 1024)}`)).toMatchObject([
        { message: 'too much text' },
      ]);
      expect(problemsOf('x'.repeat(3 * 1024 * 1024))).toMatchObject([
        { message: 'too much text in one file', line: 1, column: 1 },
      ]);
      expect(problemsOf('---\na: 1\n'.repeat(600))).toMatchObject([
        { message: 'too many documents in one file' },
      ]);
    });

    it.each<[string, string]>([
      ['quotes', '"'.repeat(400_000)],
      ['closed brackets', `{a: 1${'}'.repeat(400_000)}`],
      ['anchors', '&a '.repeat(150_000)],
      ['lines in a text', `a: "${'\\\n'.repeat(200_000)}"`],
      ['empty items', '- \n'.repeat(150_000)],
    ])('ends very many %s', (_, text) => {
      expect(problemsOf(text).length).toBeGreaterThan(0);
    });

    it('reads a map of very many keys without looking at each pair', () => {
      const text = Array.from(
        { length: 14_000 },
        (_, index) => `k${index}: v\n`,
      ).join('');
      expect(problemsOf(text)).toEqual([]);
    });
  });
});
