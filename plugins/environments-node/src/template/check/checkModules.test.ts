import {
  configMap,
  requiredResources,
  testEntityWith,
  testModule,
} from '../testTemplate';
import { checkTemplate } from './checkTemplate';
import { check, PARAMETERS, QUOTA, told, use } from './testUses';

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
      '/spec/addOns/1/with/size: it is none of the choices',
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
