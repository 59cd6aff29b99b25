import type { JsonObject } from '@backstage/types';
import { parseTemplate } from '../parseTemplate';
import { testEntity } from '../testTemplate';
import { validateParameters } from './validateParameters';

const TEMPLATE = parseTemplate(
  testEntity([], {
    size: {
      type: 'string',
      default: 'S',
      oneOf: [
        { const: 'S', title: 'Small' },
        { const: 'M', title: 'Medium' },
      ],
    },
    replicas: { type: 'integer', minimum: 1, maximum: 5 },
    level: { type: 'string', enum: ['info', 'debug'] },
    limits: { type: 'object', properties: { cpu: { type: 'integer' } } },
  }),
);

function problemsOf(parameters: unknown) {
  return validateParameters(TEMPLATE, parameters).problems;
}

describe('validateParameters', () => {
  it('fills in defaults and leaves what was sent alone', () => {
    const sent = { replicas: 2 };
    expect(validateParameters(TEMPLATE, sent)).toEqual({
      parameters: { size: 'S', replicas: 2 },
      problems: [],
      hidden: [],
    });
    expect(sent).toEqual({ replicas: 2 });
  });

  it('says what was expected, once a field', () => {
    expect(
      problemsOf({
        size: 'XL',
        replicas: 9,
        level: 'loud',
        limits: { gpu: 1 },
      }),
    ).toEqual([
      {
        path: '/parameters/size',
        message: 'it is none of the choices',
        expected: 'one of S, M',
      },
      {
        path: '/parameters/replicas',
        message: 'it is more than 5',
        expected: 'a whole number, from 1 to 5',
      },
      {
        path: '/parameters/level',
        message: 'it is none of the choices',
        expected: 'one of info, debug',
      },
      {
        path: '/parameters/limits/gpu',
        message: 'the template has no such parameter',
        expected: 'one of cpu',
      },
    ]);
  });

  it.each<[JsonObject, unknown, string, string]>([
    [
      { type: 'string', minLength: 3 },
      'ab',
      'it has fewer than 3 characters',
      'text, at least 3 characters',
    ],
    [
      { type: 'string', maxLength: 1 },
      'ab',
      'it has more than 1 character',
      'text, at most 1 character',
    ],
    [
      { type: 'string', pattern: '^[a-z]+$', description: 'Small letters.' },
      'A',
      'it does not have the form that it must have',
      'Small letters',
    ],
    [
      { type: 'string', format: 'email' },
      'dana',
      'it is not in the format email',
      'text, in the format email',
    ],
    [
      { type: 'integer', minimum: 1 },
      0,
      'it is less than 1',
      'a whole number, at least 1',
    ],
    [
      { type: 'number', exclusiveMinimum: 0 },
      0,
      'it is not more than 0',
      'a number',
    ],
    [
      { type: 'number', exclusiveMaximum: 6 },
      6,
      'it is not less than 6',
      'a number',
    ],
    [
      { type: 'integer', multipleOf: 2 },
      3,
      'it is not a multiple of 2',
      'a whole number',
    ],
    [{ type: 'boolean' }, 'yes', 'it is not true or false', 'true or false'],
    [{ type: 'integer' }, 1.5, 'it is not a whole number', 'a whole number'],
    [{ const: 'S' }, 'M', 'it is none of the choices', 'one of S'],
    [
      { type: 'array', items: { type: 'string' }, minItems: 1 },
      [],
      'it has fewer than 1 item',
      'a list, at least 1 item',
    ],
    [
      { type: 'array', items: { type: 'string' }, maxItems: 1 },
      ['a', 'b'],
      'it has more than 1 item',
      'a list, at most 1 item',
    ],
    [
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
      ['a', 'a'],
      'it has something twice',
      'a list',
    ],
  ])('says of %j in words for people what is wrong with %j', (...row) => {
    const [schema, value, message, expected] = row;
    const template = parseTemplate(testEntity([], { value: schema }));
    expect(validateParameters(template, { value }).problems).toEqual([
      { path: '/parameters/value', message, expected },
    ]);
  });

  it('coerces nothing', () => {
    expect(problemsOf({ replicas: '2' })).toEqual([
      expect.objectContaining({ path: '/parameters/replicas' }),
    ]);
  });

  it('refuses what the template does not know, also without parameters', () => {
    expect(problemsOf({ other: 1 })[0].path).toBe('/parameters/other');
    const entity = testEntity();
    delete entity.spec.parameters;
    const template = parseTemplate(entity);
    expect(validateParameters(template, {}).problems).toEqual([]);
    expect(validateParameters(template, { a: 1 }).problems).toEqual([
      {
        path: '/parameters/a',
        message: 'the template has no such parameter',
        expected: 'one of none',
      },
    ]);
  });

  it.each([undefined, null, 'text', []])('refuses %j', parameters => {
    expect(problemsOf(parameters)).toHaveLength(1);
  });

  it.each(['prod\u200b', 'user\u202e', 'a\u001b[31m', 'x\u{e0041}'])(
    'refuses %j, which looks like another text to who agrees to it',
    level => {
      expect(problemsOf({ level })).toEqual([
        {
          path: '/parameters/level',
          message: expect.stringMatching(
            /^it has the character U\+(200B|202E|001B|E0041), which nobody sees$/,
          ),
          expected: 'text without characters that control how it is shown',
        },
      ]);
    },
  );

  it('refuses prototype keys and floods', () => {
    expect(problemsOf(JSON.parse('{"__proto__": {"a": 1}}'))[0].path).toBe(
      '/parameters/__proto__',
    );
    expect(problemsOf({ level: 'x'.repeat(40_000) })[0].message).toBe(
      'too much text',
    );
    expect(problemsOf({ level: Array(300).fill('x') })[0].message).toBe(
      'too long',
    );
  });
});
