import type { JsonObject } from '@backstage/types';
import { checkHolds } from '../checks/checkHolds';
import { checkTemplate } from '../check/checkTemplate';
import { parseTemplate } from '../parseTemplate';
import { TemplateError } from '../TemplateError';
import {
  configMap,
  deployment,
  findIn,
  requiredResources,
  storedTemplate,
  testEntityWith,
  testInput,
  testModule,
} from '../testTemplate';
import { renderChecks } from './renderChecks';
import { renderTemplate } from './renderTemplate';

const APP = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' };

function entity(check: object = {}) {
  return testEntityWith({
    parameters: {
      type: 'object',
      required: ['replicas'],
      properties: {
        replicas: { type: 'integer' },
        ratio: { type: 'number', default: 1 },
        name: { type: 'string', default: 'settings' },
        note: { type: 'string' },
      },
    },
    resources: [
      ...requiredResources(),
      deployment(),
      configMap({}, { name: '${parameters.name}' }),
    ],
    checks: [
      {
        name: 'answers',
        object: APP,
        that: 'object.status.availableReplicas >= parameters.replicas',
        message: 'No replica.',
        ...check,
      },
    ],
  });
}

function told(check: object): string[] {
  return checkTemplate(entity(check)).problems.map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

function render(check: object = {}, parameters: JsonObject = {}) {
  return renderChecks(
    parseTemplate(entity(check)),
    testInput({ replicas: 2, ratio: 2, name: 'settings', ...parameters }),
  );
}

function withStatus(status?: object): any {
  return { ...APP, metadata: { name: 'app' }, ...(status && { status }) };
}

describe('checks, when a template is published', () => {
  it.each([
    'object.status.availableReplicas >= parameters.replicas',
    'object.status.conditions.exists(c, c.type == "Ready" && c.status == "True")',
    'has(object.status.loadBalancer) && size(object.status.loadBalancer.ingress) > 0',
    'object.spec.ready',
    'object.status.ratio * parameters.ratio > 0.5',
    'owner.name == "x" || "redis" in addOns',
  ])('admits %s', that => {
    expect(told({ that })).toEqual([]);
  });

  it.each([
    ['object.status.availableReplicas', []],
    ['parameters.replicas', ['"parameters.replicas" is of type int']],
    ['"ready"', ['""ready"" is of type string']],
    ['status.ready', ['Unknown variable: status']],
    ['parameters.replica > 1', ['No such key: replica']],
    [
      'parameters.note == "x"',
      ['parameters.note may be absent: it is not required and has no default'],
    ],
    [
      'object.items.all(a, object.items.all(b, a == b))',
      ["all() can't stand inside another loop"],
    ],
    ['${object.ready}', ['CEL stands here bare, without ${}']],
  ])('%s: %j', (that, messages) => {
    expect(told({ that })).toEqual(
      messages.map(message => `/spec/checks/0/that: ${message}`),
    );
  });

  it('wants an object that is made here, as far as names are known', () => {
    const settings = { apiVersion: 'v1', kind: 'ConfigMap' };
    expect(
      told({ object: { ...settings, name: '${parameters.name}' } }),
    ).toEqual([]);
    expect(told({ object: { ...settings, name: 'anything' } })).toEqual([
      '/spec/checks/0/object/name: with replicas=1: the check "answers" waits for a ConfigMap "anything", which is not made',
    ]);
    expect(told({ object: { ...APP, name: 'ap' } })).toEqual([
      '/spec/checks/0/object: no Deployment "ap" of apps/v1 is made here',
    ]);
    expect(
      told({ object: { ...APP, kind: 'Job', name: '${parameters.name}' } }),
    ).toHaveLength(1);
    expect(told({ object: { ...APP, name: '${parameters.nam}' } })).toEqual([
      '/spec/checks/0/object/name: No such key: nam',
    ]);
  });

  it('wants names once', () => {
    const twice = entity();
    twice.spec.checks!.push(twice.spec.checks![0]);
    expect(checkTemplate(twice).problems.map(({ path }) => path)).toEqual([
      '/spec/checks/1/name',
    ]);
  });
});

describe('renderChecks', () => {
  it('says what to wait for and how long', () => {
    const [check] = render();
    expect(check).toMatchObject({
      name: 'answers',
      object: APP,
      message: 'No replica.',
      timeoutSeconds: 300,
      origin: 'template',
    });
    expect(check.context.parameters).toEqual({ replicas: 2 });
    const settings = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: '${parameters.name}',
    };
    expect(
      render({ object: settings, timeoutSeconds: 60 }, { name: 'other' })[0],
    ).toMatchObject({ object: { name: 'other' }, timeoutSeconds: 60 });
  });

  it.each<[object | undefined, boolean]>([
    [undefined, false],
    [{}, false],
    [{ availableReplicas: 1 }, false],
    [{ availableReplicas: '2' }, false],
    [{ availableReplicas: 2 }, true],
    [{ availableReplicas: 2.5 }, true],
  ])('with status %j it holds: %s', (status, holds) => {
    const [check] = render();
    expect(check.holds(withStatus(status))).toBe(holds);
    // As it comes back from where it was stored.
    const stored = JSON.parse(JSON.stringify(check));
    expect(checkHolds(stored, withStatus(status))).toBe(holds);
  });

  it('does not hold without the object, nor for what is merely not false', () => {
    expect(render()[0].holds(undefined)).toBe(false);
    const [check] = render({ that: 'object.status.ready' });
    expect(check.holds(withStatus({ ready: true }))).toBe(true);
    for (const ready of [false, 'true', 1, null, {}, []]) {
      expect(check.holds(withStatus({ ready }))).toBe(false);
    }
  });

  it('keeps whole numbers of type number what they are', () => {
    const [check] = render({ that: 'parameters.ratio * 0.5 == 1.0' });
    expect(check.holds(withStatus())).toBe(true);
    expect(checkHolds(JSON.parse(JSON.stringify(check)), withStatus())).toBe(
      true,
    );
  });

  it('reaches no prototype', () => {
    const [check] = render({ that: 'object.constructor != null' });
    expect(check.holds(withStatus())).toBe(false);
  });

  it('refuses to render when what it waits for is not made', () => {
    const template = storedTemplate(
      entity({
        object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'other' },
      }),
    );
    const input = testInput({ replicas: 1, ratio: 1, name: 'settings' });
    expect(() => renderTemplate(template, input)).toThrow(TemplateError);
    expect(() => renderChecks(template, input)).toThrow(
      '/spec/checks/0/object/name: the check "answers" waits for a ConfigMap "other", which is not made',
    );
  });

  it('has those of the modules and add-ons that are there', () => {
    const module = testModule('app', {
      parameters: {
        type: 'object',
        properties: { replicas: { type: 'integer', default: 1 } },
      },
      resources: [deployment()],
      checks: [
        {
          name: 'runs',
          object: APP,
          that: 'object.status.readyReplicas == parameters.replicas',
          message: 'm',
        },
      ],
    });
    const template = parseTemplate(
      testEntityWith({
        parameters: {
          type: 'object',
          required: ['app'],
          properties: { app: { type: 'boolean' } },
        },
        modules: [
          {
            module: 'app',
            when: 'parameters.app',
            with: { replicas: '${1 + 1}' },
          },
        ],
        addOns: [{ name: 'app', module: 'app', when: '!parameters.app' }],
      }),
      { modules: findIn(module) },
    );
    const [ofModule] = renderChecks(template, testInput({ app: true }));
    expect(ofModule.origin).toBe('module.app');
    expect(ofModule.holds(withStatus({ readyReplicas: 2 }))).toBe(true);
    expect(renderChecks(template, testInput({ app: false }))).toEqual([]);
    const [ofAddOn] = renderChecks(template, {
      ...testInput({ app: false }),
      addOns: ['app'],
    });
    expect(ofAddOn.origin).toBe('add-on.app');
    expect(ofAddOn.holds(withStatus({ readyReplicas: 1 }))).toBe(true);
  });
});
