import fc from 'fast-check';
import { TEMPLATE_LIMITS } from '../limits';
import { Expressions } from './Expressions';
import type { ExpressionContext } from './roots';

const ITEMS = 50;
const CHARACTERS = 100;

const SCHEMA = {
  type: 'object',
  required: ['list', 'text'],
  properties: {
    list: { type: 'array', items: { type: 'string' } },
    text: { type: 'string' },
  },
};

const CONTEXT = {
  parameters: {
    list: Array.from({ length: ITEMS }, () => 'x'.repeat(CHARACTERS)),
    text: 'y'.repeat(CHARACTERS),
  },
} as unknown as ExpressionContext;

/** Expressions that grow whatever they are given, in every way that there is. */
const { list: growing } = fc.letrec<{ text: string; list: string }>(tie => ({
  text: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom('parameters.text', 'x', '"z"'),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
    tie('text').map(a => `${a}.upperAscii()`),
    tie('list').map(a => `${a}.join("-")`),
    fc.tuple(tie('list'), tie('text')).map(([a, b]) => `${a}.join(${b})`),
  ),
  list: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom('parameters.list', '[parameters.text]'),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} + ${b})`),
    fc.tuple(tie('list'), tie('text')).map(([a, b]) => `${a}.map(x, ${b})`),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `${a}.map(x, ${b})`),
    tie('list').map(a => `${a}.filter(x, true)`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `[${a}, ${b}]`),
  ),
}));

describe('what an expression comes to', () => {
  it('stays within the bound that its syntax gives', () => {
    const { expressionLoops, loopAdditions, expressionNodes } = TEMPLATE_LIMITS;
    const bound =
      ITEMS * (expressionLoops + loopAdditions) * ITEMS * CHARACTERS +
      expressionNodes * ITEMS * CHARACTERS;
    const expressions = Expressions.create(SCHEMA);
    let admitted = 0;
    fc.assert(
      fc.property(growing, source => {
        const text = `\${${source}}`;
        fc.pre(expressions.check(text, '').length === 0);
        admitted += 1;
        const { value } = expressions.evaluate(text, '', CONTEXT);
        expect(JSON.stringify(value).length).toBeLessThan(bound);
      }),
      { numRuns: 300, maxSkipsPerRun: 1000 },
    );
    expect(admitted).toBeGreaterThan(0);
  });

  it.each([
    `[["a","b"]]${'.map(x,(x+x+x+x)+(x+x+x+x))'.repeat(9)}`,
    `parameters.list.map(a, ${'parameters.text + '.repeat(30)}a)`,
    `parameters.list.join(parameters.list.join(parameters.list.join(parameters.text)))`,
  ])('is never found out for %s', source => {
    const expressions = Expressions.create(SCHEMA);
    expect(expressions.check(`\${${source}}`, '')).toHaveLength(1);
    expect(
      expressions.evaluate(`\${${source}}`, '', CONTEXT).problems,
    ).toHaveLength(1);
  });

  it('ends when many expressions together come to too much', () => {
    const parameters = { text: 'y'.repeat(30_000), list: [] };
    const context = { ...CONTEXT, parameters };
    const expressions = Expressions.create(SCHEMA);
    const many = '${parameters.text}'.repeat(100);
    expect(expressions.evaluate(many, '/a', context).problems).toMatchObject([
      { path: '/a', message: expect.stringMatching(/more than 524288/) },
    ]);
    const list = Array(20).fill('${parameters.text}');
    expect(
      expressions.evaluate(list, '', context).problems.map(({ path }) => path),
    ).toEqual(['/17', '/18', '/19']);
  });
});
