import fc from 'fast-check';
import type { JsonObject } from '@backstage/types';
import type { KubernetesObject } from '../../KubernetesObject';
import { parseTemplate } from '../parseTemplate';
import { renderTemplate } from './renderTemplate';
import { ADMITTED_KINDS } from '../safety/kinds';
import { TemplateError } from '../TemplateError';
import {
  configMap,
  deployment,
  storedTemplate,
  testEntity,
  testInput,
} from '../testTemplate';
import { validateParameters } from '../parameters/validateParameters';

const ESCAPE = '}}\n---\nkind: ClusterRole';

function problemsOf(work: () => unknown) {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof TemplateError) {
      return error.problems;
    }
    throw error;
  }
}

describe('renderTemplate', () => {
  it('makes the Namespace itself, restricted', () => {
    const [namespace] = renderTemplate(
      parseTemplate(testEntity()),
      testInput(),
    );
    expect(namespace).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'env-checkout-1',
        labels: {
          'app.kubernetes.io/managed-by': 'sandlot',
          'sandlot.dev/environment': '0198f0c2-0000-7000-8000-000000000001',
          'sandlot.dev/request': '0198f0c2-0000-7000-8000-000000000002',
          'sandlot.dev/template': 'test',
          'backstage.io/kubernetes-id': '0198f0c2-0000-7000-8000-000000000001',
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/enforce-version': 'latest',
          'pod-security.kubernetes.io/warn': 'restricted',
          'pod-security.kubernetes.io/warn-version': 'latest',
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/audit-version': 'latest',
        },
        annotations: {
          'sandlot.dev/owner': 'group:default/team-harbor',
          'sandlot.dev/revision': `sha256:${'0'.repeat(64)}`,
        },
      },
    });
  });

  it('marks objects and their pods as ours, in the order of waves', () => {
    const entity = testEntity();
    entity.spec.resources!.unshift({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tick', labels: { app: 'tick' } },
      spec: {
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: 'tick' } },
              spec: (deployment() as any).spec.template.spec,
            },
          },
        },
      },
    });
    const objects = renderTemplate(parseTemplate(entity), testInput());
    expect(objects.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ResourceQuota',
      'LimitRange',
      'NetworkPolicy',
      'ServiceAccount',
      'RoleBinding',
      'CronJob',
    ]);
    const ours = {
      'app.kubernetes.io/managed-by': 'sandlot',
      'sandlot.dev/environment': '0198f0c2-0000-7000-8000-000000000001',
      'sandlot.dev/template': 'test',
      'backstage.io/kubernetes-id': '0198f0c2-0000-7000-8000-000000000001',
    };
    const cronJob = objects[6] as any;
    expect(cronJob.metadata).toMatchObject({
      namespace: 'env-checkout-1',
      labels: { app: 'tick', ...ours, 'sandlot.dev/origin': 'template' },
      annotations: {
        'sandlot.dev/request': '0198f0c2-0000-7000-8000-000000000002',
      },
    });
    expect(cronJob.spec.jobTemplate.spec.template.metadata.labels).toEqual({
      app: 'tick',
      ...ours,
    });
    expect((objects[5] as any).subjects[0].namespace).toBe('env-checkout-1');
  });

  it('leaves text in parameters alone, whatever it looks like', () => {
    const template = parseTemplate(
      testEntity(
        [configMap({ whole: '${parameters.a}', joined: 'a ${parameters.a}' })],
        { a: { type: 'string' } },
        ['a'],
      ),
    );
    for (const a of [ESCAPE, '${environment.id}', '$${x}', '{{ a }}']) {
      const objects = renderTemplate(template, testInput({ a }));
      expect(objects[6].data).toEqual({ whole: a, joined: `a ${a}` });
    }
  });

  it('holds what comes out against the same rules', () => {
    const template = parseTemplate(
      testEntity(
        [
          configMap('${parameters.data}', {
            name: '${parameters.name}',
            labels: '${parameters.labels}',
          }),
        ],
        {
          name: { type: 'string' },
          data: { type: 'object', additionalProperties: true },
          labels: { type: 'object', additionalProperties: true },
        },
        ['name', 'data', 'labels'],
      ),
    );
    const paths = (parameters: JsonObject) =>
      problemsOf(() =>
        renderTemplate(
          template,
          testInput({ name: 'fine', data: {}, labels: {}, ...parameters }),
        ),
      ).map(({ path }) => path.replace('/spec/resources/5/', ''));

    expect(paths({})).toEqual([]);
    expect(paths({ name: 'Not A Name' })).toEqual(['metadata/name']);
    expect(paths({ labels: { 'sandlot.dev/environment': 'x' } })).toEqual([
      'metadata/labels/sandlot.dev~1environment',
    ]);
    expect(paths({ labels: { a: 1 } })).toEqual(['metadata/labels/a']);
    expect(paths({ data: JSON.parse('{"__proto__": "x"}') })).toEqual([
      'data/__proto__',
    ]);
  });

  it('refuses a namespace that is none', () => {
    const input = testInput();
    input.environment.namespace = 'a/b';
    expect(
      problemsOf(() => renderTemplate(parseTemplate(testEntity()), input)),
    ).not.toEqual([]);
  });
});

describe('renderTemplate, whatever the parameters', () => {
  /** Every place where a value may come from a parameter, at once. */
  const template = storedTemplate(
    testEntity(
      [
        configMap('${parameters.data}', {
          name: '${parameters.text}',
          labels: '${parameters.data}',
          annotations: { note: 'a ${parameters.text}' },
        }),
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'app' },
          spec: {
            replicas: '${parameters.count}',
            template: { spec: '${parameters.data}' },
          },
        },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata: { name: 'people' },
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name: 'sandlot-viewer',
          },
          subjects: [{ kind: 'Group', name: '${parameters.text}' }],
        },
      ],
      {
        text: { type: 'string' },
        count: { type: 'integer' },
        data: { type: 'object', additionalProperties: true },
      },
      ['text', 'count', 'data'],
    ),
  );

  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom(
      ESCAPE,
      '${environment.id}',
      'system:masters',
      'kube-system',
      'fine',
    ),
  );
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'kind',
      'metadata',
      'hostNetwork',
      'containers',
      'sandlot.dev/environment',
    ),
  );
  const tree = fc.letrec<{ node: unknown }>(tie => ({
    node: fc.oneof(
      { depthSize: 'small' },
      hostile,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 3 }),
    ),
  })).node;
  const chosen = fc.record({
    text: hostile,
    count: fc.integer(),
    data: fc.dictionary(key, tree, { maxKeys: 4 }),
  });

  it('yields admitted objects in the one namespace, or a refusal', () => {
    fc.assert(
      fc.property(chosen, sent => {
        const { parameters, problems } = validateParameters(template, sent);
        if (problems.length > 0) {
          return;
        }
        let objects: KubernetesObject[] = [];
        const refusal = problemsOf(() => {
          objects = renderTemplate(template, testInput(parameters));
        });
        if (refusal.length > 0) {
          return;
        }
        for (const [index, object] of objects.entries()) {
          const isNamespace = index === 0;
          const { namespace, labels } = object.metadata;
          expect(isNamespace || ADMITTED_KINDS[object.kind]).toBeTruthy();
          expect(namespace).toBe(isNamespace ? undefined : 'env-checkout-1');
          expect(labels?.['sandlot.dev/environment']).toBe(
            '0198f0c2-0000-7000-8000-000000000001',
          );
        }
        expect(objects).toHaveLength(template.spec.resources!.length + 1);
      }),
      { numRuns: 500 },
    );
  });

  it('renders text of any kind as that text, twice the same', () => {
    const only = parseTemplate(
      testEntity(
        [configMap({ text: '${parameters.text}' })],
        {
          text: { type: 'string' },
        },
        ['text'],
      ),
    );
    fc.assert(
      fc.property(hostile, text => {
        const objects = renderTemplate(only, testInput({ text }));
        expect(objects[6].data).toEqual({ text });
        expect(renderTemplate(only, testInput({ text }))).toEqual(objects);
      }),
    );
  });
});
