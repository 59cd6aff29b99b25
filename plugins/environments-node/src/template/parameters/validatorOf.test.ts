import type { JsonObject } from '@backstage/types';
import { validateAgainst } from './validateAgainst';
import { validatorOf } from './validatorOf';

describe('validatorOf', () => {
  const schema = (property: object, more: object = {}) => ({
    type: 'object',
    properties: { a: property as { type: string } },
    ...more,
  });

  it('compiles schemas that are written alike once', () => {
    expect(validatorOf(schema({ type: 'string' }))).toBe(
      validatorOf(schema({ type: 'string' })),
    );
    expect(validatorOf(schema({ type: 'string' }))).not.toBe(
      validatorOf(schema({ type: 'integer' })),
    );
  });

  it('keeps ids of schemas apart', () => {
    const id = { $id: 'https://example.com/same' };
    const text = validatorOf(schema({ type: 'string' }, id));
    const number = validatorOf(schema({ type: 'integer' }, id));
    expect([text({ a: 'x' }), number({ a: 'x' })]).toMatchObject([[], [{}]]);
    const part = { $id: '#part', type: 'string' };
    const first = validatorOf(schema(part));
    const second = validatorOf(schema({ ...part, type: 'integer' }));
    expect([first({ a: 'x' }), second({ a: 'x' })]).toMatchObject([[], [{}]]);
  });

  it('refuses what is no schema each time', () => {
    const wrong = schema({ type: 'sting' });
    expect(() => validatorOf(wrong)).toThrow('schema is invalid');
    expect(() => validatorOf(wrong)).toThrow('schema is invalid');
    const unknown = schema({ type: 'string', defualt: 'x' });
    expect(() => validatorOf(unknown)).toThrow('unknown keyword');
    expect(() => validatorOf(unknown)).toThrow('unknown keyword');
    expect(() =>
      validatorOf(schema({ type: 'string' }, { required: ['b'] })),
    ).toThrow('required property "b" is not defined at "#"');
    expect(() => validatorOf(schema({ minLength: 1 }))).toThrow(
      'missing type "string" for keyword "minLength" at "#/properties/a"',
    );
  });

  describe('of each parameter by itself', () => {
    const form = {
      type: 'object',
      required: ['text', 'size', 'toString'],
      properties: {
        text: {
          title: 'Text',
          description: 'A word.',
          type: 'string',
          pattern: '^[a-z]+$',
          maxLength: 3,
          default: 'abc',
        },
        size: { type: 'string', oneOf: [{ const: 'S' }, { const: 'M' }] },
        mode: { type: 'string', oneOf: [{ const: 'S' }, { const: 'X' }] },
        count: { type: ['integer', 'null'], minimum: 1, maximum: 3 },
        list: {
          type: 'array',
          default: [{ name: 'a' }],
          items: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string', description: 'Of it.', pattern: '^a' },
              port: { type: 'integer', default: 80 },
            },
          },
        },
        either: {
          description: 'One of two.',
          anyOf: [
            { type: 'string', pattern: '^x', description: 'An x.' },
            { type: 'integer' },
          ],
        },
        toString: { type: 'boolean', default: true },
      },
    };

    it.each([
      [{}],
      [{ text: 'toolong', size: 'L', mode: 'L', count: 4 }],
      [{ text: 'A1', size: 5, count: 'many', list: 'no' }],
      [{ size: 'S', list: [{}, { name: 'b', port: 'x', colour: 'red' }] }],
      [{ size: 'M', either: 'y', unknown: 1, another: 2 }],
      [{ size: 'M', either: true, toString: 'no', text: null }],
    ])('says of %j what it says of the schema as a whole', values => {
      const each = validateAgainst(form, values as JsonObject, '/parameters');
      const whole = validateAgainst(
        { ...form, minProperties: 0 },
        values as JsonObject,
        '/parameters',
      );
      expect(each).toEqual(whole);
    });

    it('gives each their own default', () => {
      const [one, other] = [{}, {}].map(
        values => validateAgainst(form, values, '').values,
      );
      expect(one).toEqual(other);
      expect(one.list).not.toBe(other.list);
    });

    it('tells templates apart that differ in the words of a parameter', () => {
      const named = (description: string) =>
        validateAgainst(
          schema({ type: 'string', pattern: '^a$', description }),
          { a: 'b' },
          '',
        ).problems[0].expected;
      expect([named('One'), named('Two')]).toEqual(['One', 'Two']);
    });
  });

  it('goes on after many schemas', () => {
    for (let maximum = 0; maximum < 450; maximum += 1) {
      const validate = validatorOf(schema({ type: 'integer', maximum }));
      expect(validate({ a: maximum })).toEqual([]);
      expect(validate({ a: maximum + 1 })).toHaveLength(1);
    }
  });
});
