import type { JsonObject } from '@backstage/types';
import { checkTemplate } from '../check/checkTemplate';
import { storedTemplate, testEntity } from '../testTemplate';
import { validateParameters } from './validateParameters';

function told(properties: JsonObject, required: string[] = []): string[] {
  return checkTemplate(testEntity([], properties, required)).problems.map(
    ({ path, message }) =>
      `${path.replace('/spec/parameters/properties', '')}: ${message}`,
  );
}

const SIZE = { type: 'string', enum: ['S', 'L'], default: 'S' };

describe('ui of parameters', () => {
  it('admits what suits the parameter', () => {
    expect(
      told({
        size: { ...SIZE, ui: { widget: 'radio', help: 'How much room.' } },
        notes: {
          type: 'string',
          default: '',
          ui: { widget: 'textarea', placeholder: 'Anything' },
        },
        component: {
          type: 'string',
          ui: { picker: 'catalog', filter: { kind: ['Component'] } },
        },
        peer: { type: 'string', ui: { picker: 'cluster' } },
        replicas: {
          type: 'integer',
          default: 1,
          ui: { when: 'parameters.size != "S"' },
        },
      }),
    ).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [{ type: 'string', ui: { widget: 'password' } }, '/x/ui/widget: '],
    [
      { type: 'string', ui: { colour: 'red' } },
      '/x/ui/colour: there is no "colour" here',
    ],
    [{ type: 'string', ui: 'textarea' }, '/x/ui: '],
    [
      { type: 'string', ui: { widget: 'radio' } },
      '/x/ui/widget: "radio" needs choices',
    ],
    [
      { type: 'integer', ui: { widget: 'textarea' } },
      '/x/ui/widget: "textarea" is for text without choices',
    ],
    [
      { type: 'integer', ui: { picker: 'catalog' } },
      '/x/ui/picker: what is picked is a text without choices',
    ],
    [
      { type: 'string', enum: ['s', 'l'], ui: { picker: 'cluster' } },
      '/x/ui/picker: what is picked is a text without choices',
    ],
    [
      { type: 'string', ui: { picker: 'cluster', widget: 'text' } },
      '/x/ui/picker: a picker is a widget of its own',
    ],
    [
      { type: 'string', ui: { filter: { kind: ['Component'] } } },
      '/x/ui/filter: says which entities are offered',
    ],
    [
      { type: 'boolean', ui: { placeholder: 'x' } },
      '/x/ui/placeholder: stands in a field that one types into',
    ],
    [
      { type: 'string', default: 'checkout', ui: { picker: 'catalog' } },
      '/x/default: "checkout" is no full entity reference',
    ],
    [
      { type: 'string', ui: { when: 'true' } },
      '/x: has no value where it is not asked for',
    ],
    [
      { type: 'string', default: '', ui: { when: 'parameters.y' } },
      '/x/ui/when: No such key: y',
    ],
    [
      { type: 'string', default: '', ui: { when: 'owner.name == "a"' } },
      '/x/ui/when: Unknown variable: owner',
    ],
    [
      { type: 'string', default: '', ui: { when: '"true"' } },
      '/x/ui/when: ""true"" is of type string',
    ],
    [
      { type: 'string', default: '', ui: { when: 'parameters.x == ""' } },
      '/x/ui/when: parameters.x is conditional itself',
    ],
    [
      {
        type: 'object',
        properties: { y: { type: 'string', ui: { help: 'h' } } },
      },
      '/x/properties/y/ui: only a parameter at the top',
    ],
    [
      { type: 'array', items: { type: 'string', ui: { help: 'h' } } },
      '/x/items/ui: only a parameter at the top',
    ],
  ])('refuses %j', (x, problem) => {
    const problems = told({ x });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('refuses ui of the schema itself, and takes a field of that name for one', () => {
    const entity = testEntity();
    entity.spec.parameters = { type: 'object', ui: { help: 'h' } };
    expect(checkTemplate(entity).problems.map(({ path }) => path)).toEqual([
      '/spec/parameters/ui',
    ]);
    expect(
      told({
        x: {
          type: 'object',
          properties: { ui: { type: 'string', default: 'x' } },
        },
        ui: { type: 'string', default: 'x' },
      }),
    ).toEqual([]);
  });

  it('refuses a condition on what may be absent, and a chain of conditions', () => {
    const conditional = { type: 'string', default: 'a' };
    expect(
      told({
        note: { type: 'string' },
        a: { ...conditional, ui: { when: 'parameters.note == "x"' } },
        b: { ...conditional, ui: { when: 'parameters.a == "a"' } },
        c: {
          ...conditional,
          ui: { when: 'has(parameters.note) && parameters.note == "x"' },
        },
      }),
    ).toEqual([
      '/a/ui/when: parameters.note may be absent: it is not required and has no default',
      '/b/ui/when: parameters.a is conditional itself',
    ]);
  });

  it('refuses a default that its own schema refuses', () => {
    expect(told({ x: { type: 'integer', default: 'one' } })).toEqual([
      '/x/default: does not fit its own schema: it is not a whole number',
    ]);
  });
});

describe('validateParameters, conditional ones', () => {
  // A condition that can't be told with each choice is not published any more.
  const template = storedTemplate(
    testEntity([], {
      size: SIZE,
      replicas: {
        type: 'integer',
        default: 1,
        maximum: 5,
        ui: { when: 'parameters.size == "L"' },
      },
      zones: {
        type: 'array',
        items: { type: 'string' },
        default: ['a'],
        ui: { when: 'parameters.size == "L"' },
      },
      ratio: { type: 'number', default: 2 },
      share: {
        type: 'integer',
        default: 0,
        ui: { when: '10 / parameters.divisor > 1' },
      },
      divisor: { type: 'integer', default: 20 },
      component: { type: 'string', ui: { picker: 'catalog' } },
      peer: { type: 'string', default: '', ui: { picker: 'cluster' } },
    }),
  );
  const validate = (sent: JsonObject) => validateParameters(template, sent);

  it('gives those that are not asked for their default', () => {
    const { parameters, hidden, problems } = validate({});
    expect(problems).toEqual([]);
    expect(hidden).toEqual(['replicas', 'zones', 'share']);
    expect(parameters).toMatchObject({ replicas: 1, zones: ['a'], share: 0 });
  });

  it('takes the default too if it was sent, and nothing else', () => {
    expect(validate({ replicas: 1, zones: ['a'] }).problems).toEqual([]);
    const { parameters, problems } = validate({ replicas: 3, zones: 7 });
    expect(problems).toEqual([
      {
        path: '/parameters/replicas',
        message: 'it is not asked for with these choices',
        expected: '1, or nothing',
      },
      {
        path: '/parameters/zones',
        message: 'it is not asked for with these choices',
        expected: '["a"], or nothing',
      },
    ]);
    expect(parameters).toMatchObject({ replicas: 1, zones: ['a'] });
  });

  it('asks for them where the condition holds', () => {
    expect(validate({ size: 'L', replicas: 3 })).toMatchObject({
      parameters: { replicas: 3 },
      hidden: ['share'],
      problems: [],
    });
    expect(validate({ size: 'L', replicas: 9 }).problems).toEqual([
      expect.objectContaining({ path: '/parameters/replicas' }),
    ]);
  });

  it('says when a condition can not be told', () => {
    expect(validate({ divisor: 0 }).problems).toEqual([
      {
        path: '/parameters/share',
        message: "whether it is asked for can't be told: division by zero",
      },
    ]);
  });

  it.each([
    ['component:default/checkout', true],
    ['Component:default/Checkout', true],
    ['', true],
    ['checkout', false],
    ['component:checkout', false],
    ['default/checkout', false],
    ['component:default/checkout/x', false],
  ])('picked from the catalog: %j is admitted: %s', (component, isFit) => {
    expect(validate({ component }).problems.map(({ path }) => path)).toEqual(
      isFit ? [] : ['/parameters/component'],
    );
  });

  it('wants the name of a cluster where one is picked', () => {
    expect(validate({ peer: 'east-1' }).problems).toEqual([]);
    expect(validate({ peer: 'East 1' }).problems).toHaveLength(1);
  });

  it('does not hand out its own defaults to be changed', () => {
    (validate({}).parameters.zones as string[]).push('b');
    expect(validate({}).parameters.zones).toEqual(['a']);
  });
});
