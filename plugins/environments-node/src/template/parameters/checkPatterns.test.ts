import { TEMPLATE_LIMITS } from '../limits';
import { checkParameterSchema } from './checkParameterSchema';
import { validateAgainst } from './validateAgainst';

const LONG = `${'a'.repeat(TEMPLATE_LIMITS.parameterCharacters - 1)}!`;

function withPattern(pattern: string) {
  return {
    type: 'object',
    properties: { text: { type: 'string', pattern } },
  };
}

describe('patterns of parameters', () => {
  // With JavaScript's own engine none of these would come to an end.
  it.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^a*a*a*a*$', '^(.*)*x$'])(
    '%s ends for the longest text that there may be',
    pattern => {
      const { problems } = validateAgainst(
        withPattern(pattern),
        { text: LONG },
        '',
      );
      expect(problems).toMatchObject([{ path: '/text' }]);
    },
  );

  it('ends for the names of properties too', () => {
    const schema = {
      type: 'object',
      properties: {
        map: {
          type: 'object',
          patternProperties: { '^(a+)+$': { type: 'string' } },
          additionalProperties: false,
        },
      },
    };
    expect(
      validateAgainst(schema, { map: { [LONG]: 'x' } }, '').problems,
    ).toHaveLength(1);
    expect(validateAgainst(schema, { map: { aaa: 'x' } }, '').problems).toEqual(
      [],
    );
  });

  it.each([
    ['^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$', 'checkout', 'checkout-'],
    ['^/[A-Za-z0-9._~/-]*$', '/a/b', 'a'],
    ['^\\d+\\.\\d+$', '1.2', '1x2'],
    ['^\\p{L}+$', 'für', '1'],
    ['[\\u00e4]', 'ä', 'a'],
  ])('%s means what it means elsewhere', (pattern, good, bad) => {
    const schema = withPattern(pattern);
    expect(checkParameterSchema(schema, '')).toEqual([]);
    expect(validateAgainst(schema, { text: good }, '').problems).toEqual([]);
    expect(validateAgainst(schema, { text: bad }, '').problems).toHaveLength(1);
  });

  it.each(['^(?=a)', '^(?!a)', '(?<=a)b', '^(a+)\\1$'])(
    '%s, which needs backtracking, is refused with its place',
    pattern => {
      expect(checkParameterSchema(withPattern(pattern), '/p')).toMatchObject([
        {
          path: '/p/properties/text/pattern',
          expected: expect.stringMatching(/without lookahead/),
        },
      ]);
    },
  );
});
