import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplateEntityV1alpha1 } from '@sandlot/plugin-environments-common';
import { LABEL_ORIGIN } from '../../labels';
import { validateAddOns } from '../modules/validateAddOns';
import { parseTemplate } from '../parseTemplate';
import { revisionOf } from '../revisionOf';
import { TemplateError } from '../TemplateError';
import {
  configMap,
  deployment,
  findIn,
  storedTemplate,
  testEntityWith,
  testInput,
  testModule,
} from '../testTemplate';
import type { RenderInput } from './RenderInput';
import { renderTemplate } from './renderTemplate';

const CACHE = testModule('cache', {
  parameters: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      size: { type: 'integer', default: 1, maximum: 10 },
      note: { type: 'string' },
    },
  },
  resources: [
    configMap(
      {
        size: '${string(parameters.size)}',
        note: '${has(parameters.note) ? parameters.note : "none"}',
        environment: '${environment.name} of ${owner.name}',
        template: '${template.name}',
      },
      { name: '${parameters.name}' },
    ),
  ],
});

function parse(
  spec: Partial<EnvironmentTemplateEntityV1alpha1['spec']>,
  module = CACHE,
) {
  return parseTemplate(entityOf(spec), { modules: findIn(module) });
}

function entityOf(spec: Partial<EnvironmentTemplateEntityV1alpha1['spec']>) {
  return testEntityWith({
    parameters: {
      type: 'object',
      required: ['big'],
      properties: {
        big: { type: 'boolean' },
        text: { type: 'string', default: 'x' },
        count: { type: 'integer', default: 3 },
      },
    },
    ...spec,
  });
}

function settingsOf(
  template: ReturnType<typeof parse>,
  parameters: JsonObject = {},
  more: Partial<RenderInput> = {},
) {
  const input = testInput({ big: true, text: 'x', count: 3, ...parameters });
  return renderTemplate(template, { ...input, ...more })
    .filter(({ kind }) => kind === 'ConfigMap')
    .map(({ metadata, data }) => ({
      name: metadata.name,
      origin: metadata.labels?.[LABEL_ORIGIN],
      ...(data as object),
    }));
}

function problemsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof TemplateError) {
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    }
    throw error;
  }
  return [];
}

describe('renderTemplate, modules', () => {
  it('gives a module its own parameters and the environment', () => {
    const template = parse({
      modules: [
        { module: 'cache', with: { name: 'one', size: '${parameters.count}' } },
        { module: 'cache', with: { name: 'two', note: '$${literal}' } },
      ],
    });
    const shared = {
      origin: 'module.cache',
      environment: 'checkout of team-harbor',
      template: 'test',
    };
    expect(settingsOf(template)).toEqual([
      { ...shared, name: 'one', size: '3', note: 'none' },
      { ...shared, name: 'two', size: '1', note: '${literal}' },
    ]);
  });

  it('takes those whose condition holds', () => {
    const template = parse({
      modules: [
        { module: 'cache', when: 'parameters.big', with: { name: 'big' } },
        { module: 'cache', when: '!parameters.big', with: { name: 'small' } },
      ],
    });
    expect(settingsOf(template)[0].name).toBe('big');
    expect(settingsOf(template, { big: false })[0].name).toBe('small');
  });

  it('says which value a module refuses, which name is there twice, and where', () => {
    const template = storedTemplate(
      entityOf({
        modules: [
          {
            module: 'cache',
            with: { name: '${parameters.text}', size: '${parameters.count}' },
          },
          { module: 'cache', with: { name: 'x' } },
        ],
      }),
      findIn(CACHE),
    );
    expect(
      problemsOf(() => settingsOf(template, { text: 'y', count: 11 })),
    ).toEqual(['/spec/modules/0/with/size: it is more than 10']);
    expect(problemsOf(() => settingsOf(template))).toEqual([
      '/spec/modules/1/module: module "cache", /spec/resources/0/metadata/name: there is a ConfigMap "x" already, at /spec/resources/0 of module "cache"',
    ]);
    expect(problemsOf(() => settingsOf(template, { text: 'No Name' }))).toEqual(
      [
        '/spec/modules/0/module: module "cache", /spec/resources/0/metadata/name: "No Name" is no name for a ConfigMap',
      ],
    );
  });

  it('never looks at the values for expressions', () => {
    const template = parse({
      modules: [
        { module: 'cache', with: { name: 'a', note: '${parameters.text}' } },
      ],
    });
    const text = '${environment.id}';
    expect(settingsOf(template, { text })[0]).toMatchObject({ note: text });
  });

  it('keeps the label within what a label holds, and off the pods', () => {
    const name = `a${'b'.repeat(55)}--c`;
    const template = parse(
      { modules: [{ module: name }] },
      testModule(name, { resources: [deployment()] }),
    );
    const objects = renderTemplate(template, testInput({ big: true }));
    const made = objects.find(({ kind }) => kind === 'Deployment') as any;
    expect(made.metadata.labels[LABEL_ORIGIN]).toBe(
      `module.a${'b'.repeat(55)}`,
    );
    expect(made.spec.template.metadata.labels[LABEL_ORIGIN]).toBeUndefined();
    expect(objects[0].metadata.labels?.[LABEL_ORIGIN]).toBeUndefined();
    expect(objects[1].metadata.labels?.[LABEL_ORIGIN]).toBe('template');
  });

  it('renders nothing, and has no revision, without its modules', () => {
    const template = parseTemplate(
      testEntityWith({ modules: [{ module: 'cache', with: { name: 'a' } }] }),
      { unresolved: true },
    );
    expect(problemsOf(() => renderTemplate(template, testInput()))).toEqual([
      '/spec: its modules were not looked up',
    ]);
    expect(() => revisionOf(template)).toThrow('were not looked up');
  });

  it('is stored and read again as plain JSON', () => {
    const template = parse({
      modules: [{ module: 'cache', with: { name: 'a' } }],
    });
    const stored = JSON.parse(JSON.stringify(template));
    expect(settingsOf(stored)).toEqual(settingsOf(template));
    expect(revisionOf(stored)).toBe(revisionOf(template));
  });
});

describe('renderTemplate, add-ons', () => {
  const template = parse({
    addOns: [
      { name: 'redis', module: 'cache', with: { name: 'redis' } },
      {
        name: 'more',
        module: 'cache',
        when: 'parameters.big',
        with: { name: 'more', size: '${"redis" in addOns ? 2 : 1}' },
      },
    ],
    resources: [
      ...testEntityWith({}).spec.resources!,
      configMap({ addOns: '${addOns.join("+")}' }),
    ],
  });

  it('makes those that are switched on', () => {
    expect(settingsOf(template)).toHaveLength(1);
    const settings = settingsOf(template, {}, { addOns: ['more', 'redis'] });
    expect(settings).toMatchObject([
      { addOns: 'more+redis' },
      { name: 'redis', origin: 'add-on.redis', size: '1' },
      { name: 'more', origin: 'add-on.more', size: '2' },
    ]);
  });

  it.each<[unknown, string[]]>([
    [[], []],
    [['redis', 'more'], []],
    [['rediss'], ['/addOns/0: the template has no such add-on']],
    [['redis', 'redis'], ['/addOns/1: "redis" is switched on already']],
    [[7], ['/addOns/0: the template has no such add-on']],
    [['a', 'b', 'c'], ['/addOns: more than the template has']],
    ['redis', ['/addOns: not a list']],
  ])('validateAddOns: %j', (addOns, problems) => {
    expect(
      validateAddOns(template, addOns as string[], { big: true }).map(
        ({ path, message }) => `${path}: ${message}`,
      ),
    ).toEqual(problems);
  });

  it('refuses one that is not offered, in the form and when it renders', () => {
    const problem = '/addOns/0: "more" is not offered with these choices';
    expect(validateAddOns(template, ['more'], { big: false })).toHaveLength(1);
    expect(
      problemsOf(() =>
        settingsOf(template, { big: false }, { addOns: ['more'] }),
      ),
    ).toContain(problem);
    expect(
      problemsOf(() => settingsOf(template, {}, { addOns: ['constructor'] })),
    ).toHaveLength(1);
  });
});
