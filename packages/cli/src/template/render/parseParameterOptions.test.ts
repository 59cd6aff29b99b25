import { parseParameterOptions } from './parseParameterOptions';

describe('parseParameterOptions', () => {
  const schema = {
    type: 'object',
    properties: {
      text: { type: 'string' },
      count: { type: 'integer' },
      ratio: { type: 'number' },
      on: { type: 'boolean' },
      list: { type: 'array' },
      map: { type: 'object' },
      either: { type: ['integer', 'null', 'string'] },
      size: { oneOf: [{ const: 1 }, { const: 'two' }] },
      level: { enum: [0, 'high'] },
    },
  };

  it.each<[string, unknown]>([
    ['text=5', '5'],
    ['text=true', 'true'],
    ['text=', ''],
    ['text=a=b', 'a=b'],
    ['count=5', 5],
    ['count=5.5', '5.5'],
    ['count=', ''],
    ['count=five', 'five'],
    ['ratio=0.5', 0.5],
    ['on=true', true],
    ['on=yes', 'yes'],
    ['list=["a", 1]', ['a', 1]],
    ['list=a,b', 'a,b'],
    ['list={}', '{}'],
    ['map={"a": {"b": 1}}', { a: { b: 1 } }],
    ['map=[]', '[]'],
    ['either=null', null],
    ['either=3', 3],
    ['either=x', 'x'],
    ['size=1', 1],
    ['size=two', 'two'],
    ['size=3', '3'],
    ['level=0', 0],
    ['unknown=1', '1'],
    ['toString=1', '1'],
  ])('reads %s', (option, value) => {
    const key = option.slice(0, option.indexOf('='));
    expect(parseParameterOptions([option], schema)).toEqual({ [key]: value });
  });

  it('makes a plain field of what reaches a prototype', () => {
    const parameters = parseParameterOptions(['__proto__=x'], schema);
    expect(Object.keys(parameters)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
  });

  it.each(['size', '=1', ''])('refuses %j', option => {
    expect(() => parseParameterOptions([option], schema)).toThrow(
      'expected key=value',
    );
  });
});
