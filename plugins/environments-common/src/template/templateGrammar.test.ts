import { z } from 'zod/v4';
import { environmentModuleEntitySchema } from './EnvironmentModuleEntityV1alpha1';
import { environmentTemplateEntitySchema } from './EnvironmentTemplateEntityV1alpha1';
import { parameterUiSchema } from './parameterUiSchema';

const RESOURCE = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data: { a: '1' },
};

const TEMPLATE = {
  apiVersion: 'sandlot.dev/v1alpha1',
  kind: 'EnvironmentTemplate',
  metadata: { name: 'test', annotations: { a: 'b' } },
  spec: {
    owner: 'group:default/ops',
    lifecycle: 'draft',
    access: { requesters: ['group:default/a'], testers: ['user:default/b'] },
    parameters: { type: 'object', properties: { size: { type: 'string' } } },
    groups: [{ title: 'Sizing', parameters: ['size'] }],
    modules: [
      { module: 'quota', when: 'true', with: { size: '${parameters.size}' } },
    ],
    addOns: [{ name: 'redis', module: 'redis', default: true }],
    ownManifests: { kinds: ['ConfigMap'], maximum: 5 },
    resources: [RESOURCE],
    lease: { default: '7d', maximum: '4w' },
    limits: { perOwner: 3, total: 50 },
    placement: { clusters: { matchLabels: { region: 'eu', 'x.io/gpu': '' } } },
    approvals: [{ by: 'group:default/leads', count: 2 }],
    policies: [{ name: 'no-xl', effect: 'deny', message: 'Too large.' }],
    checks: [
      {
        name: 'answers',
        object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        that: 'object.status.availableReplicas > 0',
        message: 'No replica.',
        timeoutSeconds: 60,
      },
    ],
  },
};

const MODULE = {
  apiVersion: 'sandlot.dev/v1alpha1',
  kind: 'EnvironmentModule',
  metadata: { name: 'quota' },
  spec: { owner: 'group:default/ops', resources: [RESOURCE] },
};

function issuesOf(schema: z.ZodType, value: unknown): string[] {
  return (schema.safeParse(value).error?.issues ?? []).map(
    ({ path, message }) => `/${path.join('/')}: ${message}`,
  );
}

function templateIssues(spec: object): string[] {
  const changed = { ...TEMPLATE, spec: { ...TEMPLATE.spec, ...spec } };
  return issuesOf(environmentTemplateEntitySchema, changed);
}

describe('the grammar of templates and modules', () => {
  it('admits all that it knows, as it was written', () => {
    expect(environmentTemplateEntitySchema.parse(TEMPLATE)).toEqual(TEMPLATE);
    expect(environmentModuleEntitySchema.parse(MODULE)).toEqual(MODULE);
  });

  it('refuses what it does not know', () => {
    expect(templateIssues({ lease: { minimum: '1d' } })).toHaveLength(1);
    expect(
      issuesOf(environmentModuleEntitySchema, {
        ...MODULE,
        spec: { ...MODULE.spec, modules: [] },
      }),
    ).toHaveLength(1);
    expect(issuesOf(parameterUiSchema, { widget: 'password' })).toHaveLength(1);
  });

  it.each([
    [{ lifecycle: 'retired' }, '/spec/lifecycle'],
    [{ lease: { default: '7' } }, '/spec/lease/default'],
    [{ lease: { default: '0d' } }, '/spec/lease/default'],
    [{ limits: { total: 0 } }, '/spec/limits/total'],
    [{ placement: { cluster: 'eu' } }, '/spec/placement'],
    [
      { placement: { clusters: { matchLabels: {} } } },
      '/spec/placement/clusters/matchLabels',
    ],
    [
      { placement: { clusters: { matchLabels: { region: 'e u' } } } },
      '/spec/placement/clusters/matchLabels/region',
    ],
    [{ ownManifests: { kinds: ['Secret'] } }, '/spec/ownManifests/kinds/0'],
    [
      { ownManifests: { kinds: ['RoleBinding'] } },
      '/spec/ownManifests/kinds/0',
    ],
    [
      { ownManifests: { kinds: ['Job'], maximum: 51 } },
      '/spec/ownManifests/maximum',
    ],
    [{ addOns: [{ name: 'Redis', module: 'redis' }] }, '/spec/addOns/0/name'],
    [{ resources: [] }, '/spec/resources'],
    [{ access: { requesters: [] } }, '/spec/access/requesters'],
  ])('refuses %j', (spec, path) => {
    expect(templateIssues(spec).map(issue => issue.split(': ')[0])).toEqual([
      path,
    ]);
  });

  it.each<[string, z.ZodType]>([
    ['template', environmentTemplateEntitySchema],
    ['module', environmentModuleEntitySchema],
    ['ui', parameterUiSchema],
  ])(
    'becomes a JSON Schema in which every field has words: %s',
    (_, schema) => {
      const fields: string[] = [];
      const visit = (node: any, path: string) => {
        for (const [name, field] of Object.entries<any>(
          node.properties ?? {},
        )) {
          if (!field.description) {
            fields.push(`${path}/${name}`);
          }
          visit(field, `${path}/${name}`);
        }
        if (node.items) {
          visit(node.items, `${path}/items`);
        }
      };
      visit(z.toJSONSchema(schema), '');
      // A Kubernetes object is described by Kubernetes.
      expect(fields.filter(field => !field.includes('/resources/'))).toEqual(
        [],
      );
    },
  );
});
