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
    expect([text({ a: 'x' }), number({ a: 'x' })]).toEqual([true, false]);
    const part = { $id: '#part', type: 'string' };
    const first = validatorOf(schema(part));
    const second = validatorOf(schema({ ...part, type: 'integer' }));
    expect([first({ a: 'x' }), second({ a: 'x' })]).toEqual([true, false]);
  });

  it('refuses what is no schema each time', () => {
    const wrong = schema({ type: 'sting' });
    expect(() => validatorOf(wrong)).toThrow('schema is invalid');
    expect(() => validatorOf(wrong)).toThrow('schema is invalid');
    const unknown = schema({ type: 'string', defualt: 'x' });
    expect(() => validatorOf(unknown)).toThrow('unknown keyword');
    expect(() => validatorOf(unknown)).toThrow('unknown keyword');
  });

  it('goes on after many schemas', () => {
    for (let maximum = 0; maximum < 450; maximum += 1) {
      const validate = validatorOf(schema({ type: 'integer', maximum }));
      expect(validate({ a: maximum })).toBe(true);
      expect(validate({ a: maximum + 1 })).toBe(false);
    }
  });
});
