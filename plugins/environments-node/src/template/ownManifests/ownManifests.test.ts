import type { EnvironmentTemplateEntityV1alpha1 } from '@sandlot/plugin-environments-common';
import { LABEL_ORIGIN } from '../../labels';
import { parseTemplate } from '../parseTemplate';
import { renderTemplate } from '../render/renderTemplate';
import { TemplateError } from '../TemplateError';
import {
  configMap,
  requiredResources,
  testEntityWith,
  testInput,
} from '../testTemplate';
import { parseOwnManifests } from './parseOwnManifests';

type OwnManifests = EnvironmentTemplateEntityV1alpha1['spec']['ownManifests'];

function parse(
  ownManifests: OwnManifests = {
    kinds: ['ConfigMap', 'Service', 'Deployment'],
    maximum: 3,
  },
) {
  return parseTemplate(
    testEntityWith({
      parameters: {
        type: 'object',
        properties: { name: { type: 'string', default: 'named' } },
      },
      resources: [
        ...requiredResources(),
        configMap({}),
        configMap({}, { name: '${parameters.name}' }),
      ],
      ownManifests,
    }),
  );
}

const TEMPLATE = parse();
const GOOD = `apiVersion: v1
kind: ConfigMap
metadata:
  name: mine
data:
  a: '\${environment.id}'
`;

function problemsOf(text: string, template = TEMPLATE) {
  const { manifests, problems } = parseOwnManifests(template, text);
  expect(manifests.length === 0 || problems.length === 0).toBe(true);
  return problems.map(
    ({ path, message, line, column }: any) =>
      `${path}: ${message} (${line}:${column})`,
  );
}

function refusalOf(ownManifests: unknown[], template = TEMPLATE): string[] {
  try {
    renderTemplate(template, {
      ...testInput({ name: 'named' }),
      ownManifests: ownManifests as any,
    });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateError);
    return (error as TemplateError).problems.map(
      ({ path, message }) => `${path}: ${message}`,
    );
  }
}

describe('own manifests', () => {
  it("are made as they were written, marked as the developer's", () => {
    const { manifests, problems } = parseOwnManifests(
      TEMPLATE,
      `${GOOD}---\n${GOOD.replace('mine', 'more')}---\n`,
    );
    expect(problems).toEqual([]);
    const objects = renderTemplate(TEMPLATE, {
      ...testInput({ name: 'named' }),
      ownManifests: manifests,
    });
    expect(objects.slice(-2)).toMatchObject(
      ['mine', 'more'].map(name => ({
        metadata: {
          name,
          namespace: 'env-checkout-1',
          labels: {
            [LABEL_ORIGIN]: 'developer',
            'sandlot.dev/environment': '0198f0c2-0000-7000-8000-000000000001',
          },
        },
        data: { a: '${environment.id}' },
      })),
    );
  });

  it('may be none, also where the template admits none', () => {
    const closed = parseTemplate(testEntityWith({}));
    expect(problemsOf('', closed)).toEqual([]);
    expect(problemsOf(GOOD, closed)).toEqual([
      '/manifests: the template admits no manifests of your own (undefined:undefined)',
    ]);
    expect(refusalOf([configMap({}, { name: 'a' })], closed)).toEqual([
      '/manifests: the template admits no manifests of your own',
    ]);
  });

  it.each<[string, string, string]>([
    [
      'a namespace',
      'metadata: { name: a, namespace: other }',
      '/manifests/0/metadata/namespace: Sandlot puts every object into the namespace of the environment (3:33)',
    ],
    [
      'a name that is none',
      'metadata: { name: "${environment.name}" }',
      '/manifests/0/metadata/name: "${environment.name}" is no name for a ConfigMap (3:19)',
    ],
    ['no metadata', 'data: {}', '/manifests/0/metadata: missing (1:1)'],
    [
      'an owner reference',
      'metadata: { name: a, ownerReferences: [] }',
      "/manifests/0/metadata/ownerReferences: would tie the object's life to another one (3:39)",
    ],
    [
      'a label of ours',
      'metadata: { name: a, labels: { sandlot.dev/origin: template } }',
      '/manifests/0/metadata/labels/sandlot.dev~1origin: only Sandlot sets "sandlot.dev/origin"; leave it out (3:52)',
    ],
    [
      'a label that is no text',
      'metadata: { name: a, labels: { a: 1 } }',
      '/manifests/0/metadata/labels/a: not a text (3:35)',
    ],
    [
      "a name of the template's",
      'metadata: { name: settings }',
      '/manifests/0/metadata/name: there is a ConfigMap "settings" already, at the template (3:19)',
    ],
  ])('refuses %s, with its place', (_, rest, problem) => {
    expect(problemsOf(`apiVersion: v1\nkind: ConfigMap\n${rest}\n`)).toEqual([
      problem,
    ]);
  });

  it.each([
    ['Secret', 'v1'],
    ['Pod', 'v1'],
    ['ResourceQuota', 'v1'],
    ['LimitRange', 'v1'],
    ['NetworkPolicy', 'networking.k8s.io/v1'],
    ['ServiceAccount', 'v1'],
    ['Role', 'rbac.authorization.k8s.io/v1'],
    ['RoleBinding', 'rbac.authorization.k8s.io/v1'],
    ['ClusterRole', 'rbac.authorization.k8s.io/v1'],
    ['Namespace', 'v1'],
    ['List', 'v1'],
    ['Job', 'batch/v1'],
    ['constructor', 'v1'],
  ])('refuses the kind %s, read and rendered', (kind, apiVersion) => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n`;
    expect(problemsOf(text)).toEqual([
      `/manifests/0/kind: the template admits no "${kind}" of your own (2:7)`,
    ]);
    expect(refusalOf([{ apiVersion, kind, metadata: { name: 'a' } }])).toEqual([
      `/manifests/0/kind: the template admits no "${kind}" of your own`,
    ]);
  });

  it('refuses who may do what even if a stored template admitted it', () => {
    const tampered = JSON.parse(JSON.stringify(TEMPLATE));
    tampered.spec.ownManifests.kinds.push('RoleBinding', 'ResourceQuota');
    for (const object of requiredResources().slice(0, 5)) {
      expect(
        refusalOf([{ ...object, metadata: { name: 'mine' } }], tampered),
      ).toHaveLength(1);
    }
  });

  it('refuses pods that reach for the host', () => {
    const text = `apiVersion: apps/v1
kind: Deployment
metadata: { name: a }
spec:
  template:
    spec:
      hostNetwork: true
      containers: []
`;
    expect(problemsOf(text)).toEqual([
      "/manifests/0/spec/template/spec/hostNetwork: would share the node's own (7:20)",
      '/manifests/0/spec/template/spec/containers: missing (8:19)',
    ]);
  });

  it('counts them, alone and with the others', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        configMap({}, { name: `a${index}` }),
      );
    expect(refusalOf(many(3))).toEqual([]);
    expect(refusalOf(many(4))).toEqual([
      '/manifests: 4 objects are more than the template admits',
    ]);
    const wide = parseTemplate(
      testEntityWith({
        resources: [...requiredResources(), ...many(70)],
        ownManifests: { kinds: ['ConfigMap'], maximum: 50 },
      }),
    );
    const own = many(26).map((object, index) => ({
      ...object,
      metadata: { name: `own-${index}` },
    }));
    expect(refusalOf(own.slice(1), wide)).toEqual([]);
    expect(refusalOf(own, wide)).toEqual([
      '/manifests: 101 objects are more than one environment can have',
    ]);
  });

  it('refuses names that are taken, also those that only rendering tells', () => {
    expect(problemsOf(`${GOOD}---\n${GOOD}`)).toEqual([
      '/manifests/1/metadata/name: there is a ConfigMap "mine" already, at /manifests/0 (11:9)',
    ]);
    expect(refusalOf([configMap({}, { name: 'named' })])).toEqual([
      '/manifests/0/metadata/name: there is a ConfigMap "named" already, at /spec/resources/6',
    ]);
  });

  it('do not stand in for what the template must have', () => {
    const tampered = JSON.parse(JSON.stringify(TEMPLATE));
    tampered.spec.resources.splice(0, 1);
    expect(refusalOf([configMap({}, { name: 'mine' })], tampered)).toEqual([
      '/spec/resources: no quota: one environment could use up the cluster',
    ]);
  });

  it.each([
    ['a fault of YAML', 'a: [', /^\/manifests: /],
    ['a key twice', `${GOOD}data: {}\n`, /^\/manifests: /],
    [
      'a key that reaches a prototype',
      `${GOOD}__proto__: {}\n`,
      /^\/manifests: /,
    ],
    ['no object', '- a\n', /^\/manifests: /],
    [
      'too deep',
      `${GOOD.replace(/data:[^]*/, '')}data: ${'['.repeat(60)}${']'.repeat(
        60,
      )}\n`,
      /^\/manifests/,
    ],
  ])('says where there is %s', (_, text, problem) => {
    const problems = problemsOf(text);
    expect(problems[0]).toMatch(problem);
    expect(problems[0]).not.toContain('undefined');
  });

  it('are checked again when they are rendered', () => {
    expect(refusalOf(['text'])).toEqual([
      '/manifests/0: not a Kubernetes object',
    ]);
    expect(
      refusalOf([JSON.parse('{"kind":"ConfigMap","__proto__":{}}')]),
    ).toEqual(['/manifests/0/__proto__: "__proto__" can\'t be a key']);
    expect(
      refusalOf([configMap({}, { name: 'a', finalizers: ['b'] })])[0],
    ).toContain('/manifests/0/metadata/finalizers');
  });
});
