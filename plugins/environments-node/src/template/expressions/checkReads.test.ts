import { Expressions } from './Expressions';

const EXPRESSIONS = Expressions.create({
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'string' },
    usual: { type: 'string', default: 'x' },
    note: { type: 'string' },
    other: { type: 'string' },
    hosts: { type: 'array', items: { type: 'string' }, default: [] },
    fixed: {
      type: 'object',
      default: { level: 'info' },
      required: ['level'],
      properties: { level: { type: 'string' }, depth: { type: 'integer' } },
    },
    open: { type: 'object', default: {}, additionalProperties: true },
  },
});

function told(expression: string) {
  return EXPRESSIONS.check(`\${${expression}}`, '/at').map(
    ({ message }) => message,
  );
}

const absent = (path: string) =>
  `${path} may be absent: it is not required and has no default`;

describe('what an expression may read', () => {
  it.each([
    'parameters.size',
    'parameters.usual',
    'has(parameters.note)',
    'has(parameters.note) ? parameters.note : "none"',
    '!has(parameters.note) ? "none" : parameters.note',
    'has(parameters.note) && parameters.note == "x"',
    '!has(parameters.note) || parameters.note == "x"',
    'has(parameters.note) && has(parameters.other) ? parameters.note + parameters.other : ""',
    '!(has(parameters.note) && has(parameters.other)) ? "" : parameters.note',
    'has(parameters.note) ? (parameters.size == "S" ? parameters.note : "") : ""',
    'has(parameters.note) ? parameters["note"] : ""',
    'parameters.hosts.filter(h, has(parameters.note) && h == parameters.note)',
    'parameters.fixed.level',
    'has(parameters.fixed.depth) ? parameters.fixed.depth : 0',
    'parameters.open.anything',
  ])('%s', expression => {
    expect(told(expression)).toEqual([]);
  });

  it.each([
    ['parameters.note', 'parameters.note'],
    ['parameters["note"]', 'parameters.note'],
    ['has(parameters.note) ? "" : parameters.note', 'parameters.note'],
    ['has(parameters.note) || parameters.note == "x"', 'parameters.note'],
    ['parameters.note == "x" && has(parameters.note)', 'parameters.note'],
    ['has(parameters.other) ? parameters.note : ""', 'parameters.note'],
    [
      'has(parameters.note) || has(parameters.other) ? parameters.note : ""',
      'parameters.note',
    ],
    ['(has(parameters.note) ? "a" : "b") + parameters.note', 'parameters.note'],
    ['parameters.hosts.map(h, h + parameters.note)', 'parameters.note'],
    ['parameters.fixed.depth', 'parameters.fixed.depth'],
    ['{"a": parameters.note}', 'parameters.note'],
    ['[parameters.note]', 'parameters.note'],
  ])('refuses %s', (expression, path) => {
    expect(told(expression)).toEqual([absent(path)]);
  });

  it('knows the fields of objects', () => {
    expect(told('parameters.fixed.dept')).toEqual(['No such key: dept']);
  });

  it('can not be led astray', () => {
    expect(told('parameters.hosts.map(parameters, parameters)')).toEqual([
      '"parameters" can\'t be the name of a loop\'s variable',
    ]);
    expect(told('size(parameters) > 0')).not.toEqual([]);
    expect(told('parameters[parameters.size]')).toEqual([
      '"parameters" alone has no place in an expression',
    ]);
  });

  it('says where in the text', () => {
    expect(
      EXPRESSIONS.check('a ${parameters.size} ${parameters.note}', '/at')[0],
    ).toMatchObject({ path: '/at', offset: 23 });
  });
});
