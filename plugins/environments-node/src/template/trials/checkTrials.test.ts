import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplateEntityV1alpha1 } from '@sandlot/plugin-environments-common';
import { checkTemplate } from '../check/checkTemplate';
import {
  configMap,
  findIn,
  requiredResources,
  testEntityWith,
  testModule,
} from '../testTemplate';

type Spec = Partial<EnvironmentTemplateEntityV1alpha1['spec']>;

const SIZE: JsonObject = {
  type: 'string',
  default: 'S',
  oneOf: [
    { const: 'S', title: 'Small' },
    { const: 'M', title: 'Medium' },
  ],
};
const TABLE = '${string({"S": 1}[parameters.size])}';

const CACHE = testModule('cache', {
  parameters: {
    type: 'object',
    properties: {
      pods: { type: 'integer', default: 1, maximum: 4 },
      name: { type: 'string', default: 'cache' },
      tier: { type: 'string', enum: ['gold', 'iron'], default: 'iron' },
    },
  },
  resources: [
    configMap(
      {
        pods: '${string({1: "one", 2: "two"}[parameters.pods])}',
        tier: '${parameters.tier}',
      },
      { name: '${parameters.name}' },
    ),
  ],
});

function problemsOf(properties: JsonObject, data: unknown, more: Spec = {}) {
  return checkTemplate(
    testEntityWith({
      parameters: {
        type: 'object',
        properties,
        required: Object.keys(properties).filter(name => /^must/.test(name)),
      },
      resources: [...requiredResources(), configMap(data)],
      ...more,
    }),
    { modules: findIn(CACHE) },
  ).problems;
}

function told(properties: JsonObject, data: unknown, more?: Spec) {
  return problemsOf(properties, data, more).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

function named(name: string): Spec {
  return { resources: [...requiredResources(), configMap({}, { name })] };
}

const A = '/spec/resources/5/data/a';

describe('checkTemplate, trials of choices', () => {
  it.each<[string, JsonObject, string, string]>([
    ['a choice', { size: SIZE }, TABLE, 'size=M: No such key: M'],
    [
      'one of an enum',
      { size: { type: 'string', enum: ['S', 'XL'], default: 'S' } },
      TABLE,
      'size=XL: No such key: XL',
    ],
    [
      'the first choice, where one must be made',
      { mustChoose: { type: 'string', enum: ['M', 'S'] } },
      '${string({"S": 1}[parameters.mustChoose])}',
      'mustChoose=M: No such key: M',
    ],
    [
      'true or false',
      { debug: { type: 'boolean', default: false } },
      '${string({"false": 1}[string(parameters.debug)])}',
      'debug=true: No such key: true',
    ],
    [
      'the least of a number',
      { count: { type: 'integer', default: 2, minimum: 0 } },
      '${string(10 / parameters.count)}',
      'count=0: division by zero',
    ],
    [
      'the most of a number',
      { count: { type: 'integer', default: 2, maximum: 8 } },
      '${string(10 / (8 - parameters.count))}',
      'count=8: division by zero',
    ],
    [
      'an empty list',
      { hosts: { type: 'array', items: { type: 'string' }, default: ['a'] } },
      '${parameters.hosts[0]}',
      'hosts=[]: No such key: index out of bounds, index 0 >= size undefined',
    ],
    [
      'a field of an object that it need not have',
      {
        more: {
          type: 'object',
          additionalProperties: true,
          default: { color: 'red' },
        },
      },
      '${parameters.more.color}',
      'more={}: No such key: color',
    ],
    [
      'a field that not even the default has',
      { more: { type: 'object', additionalProperties: true, default: {} } },
      '${parameters.more.color}',
      'the defaults: No such key: color',
    ],
    [
      'an optional parameter that is there',
      { note: { type: 'string' } },
      '${has(parameters.note) ? string({"a": 1}[parameters.note]) : "none"}',
      'note=example: No such key: example',
    ],
    [
      'a parameter that is only asked for with another',
      {
        size: SIZE,
        replicas: {
          type: 'integer',
          default: 1,
          maximum: 3,
          ui: { when: 'parameters.size == "M"' },
        },
      },
      '${string({1: 1, 2: 2}[parameters.replicas])}',
      'size=M and replicas=3: No such key: 3',
    ],
  ])('finds a fault of %s', (_, properties, a, problem) => {
    expect(told(properties, { a })).toEqual([`${A}: with ${problem}`]);
  });

  it('tells each fault once, where in the expression, and what was expected', () => {
    const size = {
      ...SIZE,
      oneOf: ['S', 'M', 'L'].map(one => ({ const: one })),
    };
    const [first, ...others] = problemsOf(
      { size },
      { a: `x ${TABLE}`, b: TABLE },
    );
    expect(first).toMatchObject({
      path: A,
      message: 'with size=M: No such key: M',
      offset: expect.any(Number),
    });
    expect(others.map(({ path }) => path)).toEqual([
      '/spec/resources/5/data/b',
    ]);
  });

  it('finds a name that becomes invalid', () => {
    const long = { host: { type: 'string', default: 'a', maxLength: 300 } };
    expect(told(long, {}, named('web-${parameters.host}'))).toEqual([
      expect.stringMatching(
        /^\/spec\/resources\/5\/metadata\/name: with host=x+\.\.\. \(300 characters\): /,
      ),
    ]);
    const name = `\${environment.name}-${'x'.repeat(30)}`;
    expect(told({}, {}, named(name))).toEqual([
      expect.stringMatching(/name: with the longest name of an environment: /),
    ]);
    expect(told({ size: SIZE }, {}, named('web-${parameters.size}'))).toEqual([
      expect.stringContaining('with the defaults: "web-S" is no name'),
    ]);
    // Of what people may type nobody knows all; a usual text does.
    const free = { mustName: { type: 'string' }, mustBe: { type: 'string' } };
    expect(told(free, {}, named('web-${parameters.mustName}'))).toEqual([]);
  });

  it("finds values that a module's schema refuses, and faults within it", () => {
    const count = { type: 'integer', default: 1, maximum: 9 };
    const modules = [
      { module: 'cache', with: { pods: '${parameters.count}' } },
    ];
    expect(problemsOf({ count }, {}, { modules })).toEqual([
      {
        path: '/spec/modules/0/with/pods',
        message: 'with count=9: it is more than 4',
        expected: 'a whole number, at most 4',
      },
    ]);
    expect(told({ count: { ...count, maximum: 3 } }, {}, { modules })).toEqual([
      '/spec/modules/0/module: with count=3: module "cache", /spec/resources/0/data/pods: No such key: 3',
    ]);
  });

  it("finds values that a module's schema refuses with a long name or an add-on", () => {
    const tier = (condition: string) => `\${${condition} ? "none" : "gold"}`;
    const addOns = [{ name: 'one', module: 'cache', with: { name: 'one' } }];
    const withTier = (condition: string) => ({
      modules: [{ module: 'cache', with: { tier: tier(condition) } }],
      addOns,
    });
    const place = '/spec/modules/0/with/tier: with';
    const refused = 'it is none of the choices';
    expect(told({}, {}, withTier('size(environment.name) > 20'))).toEqual([
      `${place} the longest name of an environment: ${refused}`,
    ]);
    expect(told({}, {}, withTier('size(addOns) > 0'))).toEqual([
      `${place} add-on one: ${refused}`,
    ]);
  });

  it('finds conditions that can not be told', () => {
    const when = '{"S": true}[parameters.size]';
    const shown = {
      type: 'integer',
      default: 1,
      ui: { when: `${when} == true` },
    };
    const modules = [{ module: 'cache', when: `${when} == true` }];
    const addOns = [{ name: 'cache', ...modules[0] }];
    expect([
      ...told({ size: SIZE, shown }, {}),
      ...told({ size: SIZE }, {}, { modules }),
      ...told({ size: SIZE }, {}, { addOns }),
    ]).toEqual([
      '/spec/parameters/properties/shown/ui/when: with size=M: No such key: M',
      '/spec/modules/0/when: with size=M: No such key: M',
      '/spec/addOns/0/when: with size=M: No such key: M',
    ]);
  });

  it('finds a check of what is not made with each choice', () => {
    const checks = [
      {
        name: 'there',
        object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'web-s' },
        that: 'true',
        message: 'm',
      },
    ];
    const lower = 'web-${parameters.size.lowerAscii()}';
    expect(told({ size: SIZE }, {}, { ...named(lower), checks })).toEqual([
      '/spec/checks/0/object/name: with size=M: the check "there" waits for a ConfigMap "web-s", which is not made',
    ]);
  });
});

describe('checkTemplate, trials of add-ons', () => {
  const one = { name: 'one', module: 'cache', with: { name: 'one' } };
  const two = { name: 'two', module: 'cache', with: { name: 'two' } };
  const list = (text: string) => `\${string({${text}}[addOns.join(" ")])}`;

  it('switches each on, all on, and off what is on', () => {
    const a = list('"": 1, "two": 1');
    expect(told({}, { a }, { addOns: [one, two] })).toEqual([
      `${A}: with add-ons one, two: No such key: one two`,
    ]);
    const both = list('"": 1, "two": 1, "one two": 1');
    expect(told({}, { a: both }, { addOns: [one, two] })).toEqual([
      `${A}: with add-on one: No such key: one`,
    ]);
    const on = { ...one, default: true };
    expect(told({}, { a: list('"one": 1') }, { addOns: [on] })).toEqual([
      `${A}: with add-on one switched off: No such key: `,
    ]);
  });

  it('tries their values with each choice, and them where they are offered', () => {
    const addOn = {
      ...one,
      with: { name: 'one', tier: '${{"S": "gold"}[parameters.size]}' },
    };
    expect(told({ size: SIZE }, {}, { addOns: [addOn] })).toEqual([
      '/spec/addOns/0/with/tier: with size=M and add-on one: No such key: M',
    ]);
    const offered = { ...addOn, when: 'parameters.size == "S"' };
    expect(told({ size: SIZE }, {}, { addOns: [offered] })).toEqual([]);
    const never = { ...addOn, when: 'parameters.size == "M"' };
    expect(told({ size: SIZE }, {}, { addOns: [never] })).toHaveLength(1);
  });
});

describe('checkTemplate, what trials leave alone', () => {
  it('says nothing of clusters, owners and picks, which it made up', () => {
    const peer = { type: 'string', ui: { picker: 'cluster' } };
    const tier = '${{"eu-1": "gold"}[cluster.name]}';
    expect(
      told(
        { mustPeer: peer },
        {
          a: '${{"eu-1": "x"}[cluster.name]}',
          b: '${{"team-harbor": "x"}[owner.name]}',
          c: '${{"eu-1": "x"}[parameters.mustPeer]}',
        },
      ),
    ).toEqual([]);
    const module = { module: 'cache', with: { tier } };
    expect(told({}, {}, { modules: [module] })).toEqual([]);
    const passed = { module: 'cache', with: { tier: '${cluster.name}' } };
    expect(told({}, {}, { modules: [passed] })).toEqual([]);
  });

  it('tries nothing that needs a text of which it has no example', () => {
    const mustMatch = { type: 'string', pattern: '^zone-[0-9]{3}$' };
    expect(told({ mustMatch, size: SIZE }, { a: TABLE })).toEqual([]);
    const examples = { ...mustMatch, examples: ['zone-001'] };
    expect(told({ mustMatch: examples, size: SIZE }, { a: TABLE })).toEqual([
      `${A}: with size=M: No such key: M`,
    ]);
  });

  it('is not made while there are other faults', () => {
    expect(told({ size: SIZE }, { a: TABLE, b: '${parameters.sise}' })).toEqual(
      ['/spec/resources/5/data/b: No such key: sise'],
    );
  });

  it('ends, whatever there is to choose', () => {
    const choices = Array.from({ length: 1_000 }, (_, index) => `c${index}`);
    const known = { type: 'string', enum: choices, default: 'c0' };
    const a = '${string(parameters.known == "c999" ? 1 / 0 : 1)}';
    expect(told({ known }, { a })).toEqual([]);
  });
});
