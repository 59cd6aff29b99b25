import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplateEntityV1alpha1 } from '@sandlot/plugin-environments-common';
import {
  configMap,
  findIn,
  requiredResources,
  testEntityWith,
  testModule,
} from '../testTemplate';
import { checkTemplate } from './checkTemplate';

type Spec = Partial<EnvironmentTemplateEntityV1alpha1['spec']>;

const PARAMETERS: JsonObject = {
  type: 'object',
  required: ['size', 'replicas'],
  properties: {
    size: { type: 'string', enum: ['S', 'M', 'XL'] },
    replicas: { type: 'integer' },
    ratio: { type: 'number', default: 1 },
    debug: { type: 'boolean', default: false },
    note: { type: 'string' },
  },
};

const QUOTA = testModule('quota', {
  parameters: {
    type: 'object',
    required: ['size'],
    properties: {
      size: { type: 'string', enum: ['S', 'M'] },
      pods: { type: 'integer', default: 10, minimum: 1 },
      weight: { type: 'number', default: 1 },
      strict: { type: 'boolean', default: true },
      hosts: { type: 'array', items: { type: 'string' }, default: [] },
    },
  },
  resources: [
    configMap(
      { size: '${parameters.size}', pods: '${string(parameters.pods)}' },
      { name: 'quota-${parameters.size.lowerAscii()}' },
    ),
  ],
});

function check(spec: Spec, ...modules: ReturnType<typeof testModule>[]) {
  return checkTemplate(testEntityWith({ parameters: PARAMETERS, ...spec }), {
    modules: findIn(QUOTA, ...modules),
  });
}

function told(spec: Spec, ...modules: ReturnType<typeof testModule>[]) {
  return check(spec, ...modules).problems.map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

function use(values: JsonObject | undefined, when?: string): Spec {
  return {
    modules: [
      {
        module: 'quota',
        ...(values && { with: values }),
        ...(when !== undefined && { when }),
      },
    ],
  };
}

describe('checkTemplate, modules', () => {
  it('takes them in as they are now', () => {
    const { template, problems } = check(use({ size: 'S' }));
    expect(problems).toEqual([]);
    expect(template?.modules).toEqual({
      'environmentmodule:default/quota': {
        revision: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        title: 'Module quota',
        spec: QUOTA.spec,
      },
    });
  });

  it.each([
    'quota',
    'default/quota',
    'environmentmodule:quota',
    'EnvironmentModule:default/quota',
  ])('finds %s', module => {
    expect(told({ modules: [{ module, with: { size: 'M' } }] })).toEqual([]);
  });

  it('says which is not there, or none', () => {
    expect(
      check({
        modules: [{ module: 'qota' }, { module: 'component:default/x' }],
      }).problems,
    ).toEqual([
      {
        path: '/spec/modules/0/module',
        message: 'there is no module "qota"',
        expected:
          'an EnvironmentModule that the catalog knows as environmentmodule:default/qota',
      },
      {
        path: '/spec/modules/1/module',
        message: '"component:default/x" names no module',
        expected: 'the name of an EnvironmentModule, such as "quota"',
      },
    ]);
  });

  it('does not judge a template whose modules it can not look up', () => {
    const entity = testEntityWith({
      ...use({ size: 'S' }),
      parameters: PARAMETERS,
    });
    expect(checkTemplate(entity).problems).toEqual([
      expect.objectContaining({ path: '/spec/modules/0' }),
    ]);
    const { template, problems } = checkTemplate(entity, { unresolved: true });
    expect(problems).toEqual([]);
    expect(template?.modules).toBeUndefined();
  });

  it('tells where in a module the fault is', () => {
    const broken = testModule('broken', {
      resources: [configMap({ a: '${parameters.nope}' })],
    });
    expect(told({ modules: [{ module: 'broken' }] }, broken)[0]).toBe(
      '/spec/modules/0/module: module "broken", /spec/resources/0/data/a: No such key: nope',
    );
  });

  it.each<[string, JsonObject | undefined, string]>([
    [
      'one that the module lacks',
      { size: 'S', sise: 'S' },
      '/sise: the module has no such parameter',
    ],
    [
      'none where one is required',
      undefined,
      '/size: missing: the module requires "size"',
    ],
    [
      'a literal of another type',
      { size: 'S', pods: '3' },
      '/pods: must be integer',
    ],
    ['a literal out of range', { size: 'S', pods: 0 }, '/pods: must be >= 1'],
    [
      'a literal that is no choice',
      { size: 'XL' },
      '/size: must be equal to one of the allowed values',
    ],
    [
      'a text for a number',
      { size: 'S', pods: '${parameters.size}' },
      "/pods: comes out as string, and the module's parameter is of type integer",
    ],
    [
      'a fraction for a whole number',
      { size: 'S', pods: '${parameters.ratio}' },
      "/pods: comes out as double, and the module's parameter is of type integer",
    ],
    [
      'a number for a text',
      { size: '${parameters.replicas}' },
      "/size: comes out as int, and the module's parameter is of type string",
    ],
    [
      'a text around a number',
      { size: 'S', pods: '${parameters.replicas}0' },
      "/pods: comes out as string, and the module's parameter is of type integer",
    ],
    [
      'a text for true',
      { size: 'S', strict: '${parameters.size}' },
      "/strict: comes out as string, and the module's parameter is of type boolean",
    ],
    [
      'a text for a list',
      { size: 'S', hosts: '${parameters.size}' },
      "/hosts: comes out as string, and the module's parameter is of type array",
    ],
    [
      'an unknown name',
      { size: '${parameters.sise}' },
      '/size: No such key: sise',
    ],
    [
      'what may be absent',
      { size: '${parameters.note}' },
      '/size: parameters.note may be absent: it is not required and has no default',
    ],
  ])('refuses with: %s', (_, values, problem) => {
    expect(told(use(values))).toEqual([`/spec/modules/0/with${problem}`]);
  });

  it('admits values that fit, computed or not', () => {
    expect(
      told(
        use({
          size: '${parameters.size == "XL" ? "M" : parameters.size}',
          pods: '${parameters.replicas * 2}',
          weight: '${parameters.replicas}',
          strict: '${!parameters.debug}',
          hosts: ['a', '${parameters.size}'],
        }),
      ),
    ).toEqual([]);
    expect(told(use({ size: 'S', weight: '${parameters.ratio}' }))).toEqual([]);
  });

  it('wants conditions to be true or false', () => {
    const at = '/spec/modules/0/when';
    expect(told(use({ size: 'S' }, 'parameters.size != "XL"'))).toEqual([]);
    expect(told(use({ size: 'S' }, '"redis" in addOns'))).toEqual([]);
    expect(told(use({ size: 'S' }, 'parameters.size'))).toEqual([
      `${at}: "parameters.size" is of type string`,
    ]);
    expect(told(use({ size: 'S' }, '${parameters.debug}'))[0]).toMatch(
      /^\/spec\/modules\/0\/when: /,
    );
    expect(check(use({ size: 'S' }, 'true && sise == "S"')).problems).toEqual([
      {
        path: at,
        message: 'Unknown variable: sise',
        expected: expect.stringContaining('parameters.size'),
        offset: 8,
      },
    ]);
  });

  it('counts what every environment has, of the template and its modules', () => {
    const [quota, ...others] = requiredResources();
    const room = testModule('room', { resources: [quota] });
    const modules = [{ module: 'room' }];
    expect(told({ resources: others, modules }, room)).toEqual([]);
    expect(told({ resources: undefined, modules }, room)).toHaveLength(4);
    expect(
      told(
        { resources: others, modules: [{ ...modules[0], when: 'true' }] },
        room,
      ),
    ).toEqual([
      '/spec/resources: no quota: one environment could use up the cluster',
    ]);
  });

  it('finds objects that would overwrite each other', () => {
    const same = testModule('same', { resources: [configMap({})] });
    const entry = { module: 'same' };
    const resources = [...requiredResources(), configMap({})];
    expect(told({ resources, modules: [entry] }, same)).toEqual([
      '/spec/modules/0/module: module "same", /spec/resources/0/metadata/name: there is a ConfigMap "settings" already, at /spec/resources/5',
    ]);
    expect(told({ modules: [entry, entry] }, same)).toEqual([
      '/spec/modules/1/module: module "same", /spec/resources/0/metadata/name: there is a ConfigMap "settings" already, at /spec/resources/0 of module "same"',
    ]);
    expect(
      told({ resources, addOns: [{ name: 'more', ...entry }] }, same),
    ).toHaveLength(1);
    // Only one of these is ever there.
    expect(
      told(
        {
          modules: [
            { ...entry, when: 'parameters.debug' },
            { ...entry, when: '!parameters.debug' },
          ],
        },
        same,
      ),
    ).toEqual([]);
  });

  it('warns of modules that are not published', () => {
    const old = testModule('old', { lifecycle: 'deprecated' });
    expect(check({ modules: [{ module: 'old' }] }, old)).toMatchObject({
      problems: [],
      warnings: [
        {
          path: '/spec/modules/0/module',
          message: 'module "old" is deprecated',
        },
      ],
    });
  });
});

describe('checkTemplate, add-ons', () => {
  it('checks them like modules; what offers them knows the form only', () => {
    const addOn = { name: 'more', module: 'quota', with: { size: 'S' } };
    expect(told({ addOns: [{ ...addOn, when: 'parameters.debug' }] })).toEqual(
      [],
    );
    expect(
      told({
        addOns: [
          { ...addOn, when: 'owner.name == "x"' },
          { ...addOn, with: { size: 'XL' } },
          { ...addOn, name: 'other', when: '"more" in addOns' },
        ],
      }),
    ).toEqual([
      '/spec/addOns/1/name: there is a "more" already, at /spec/addOns/0',
      '/spec/addOns/0/when: Unknown variable: owner',
      '/spec/addOns/1/with/size: must be equal to one of the allowed values',
      '/spec/addOns/2/when: Unknown variable: addOns',
    ]);
  });

  it('are known to the expressions of the template, not of modules', () => {
    const nosy = testModule('nosy', {
      resources: [configMap({ a: '${addOns.join()}' })],
    });
    const [, second] = [
      told({
        resources: [
          ...requiredResources(),
          configMap({ a: '${addOns.join(", ")}' }),
        ],
      }),
      told({ modules: [{ module: 'nosy' }] }, nosy),
    ];
    expect(second).toEqual([
      '/spec/modules/0/module: module "nosy", /spec/resources/0/data/a: Unknown variable: addOns',
    ]);
  });
});
