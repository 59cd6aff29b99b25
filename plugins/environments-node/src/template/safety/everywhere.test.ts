import type { TemplateResource } from '@sandlot/plugin-environments-common';
import { checkModule } from '../check/checkModule';
import { checkTemplate } from '../check/checkTemplate';
import { parseTemplate } from '../parseTemplate';
import { renderTemplate } from '../render/renderTemplate';
import { TemplateError } from '../TemplateError';
import {
  configMap,
  deployment,
  findIn,
  storedTemplate,
  testEntity,
  testEntityWith,
  testInput,
  testModule,
} from '../testTemplate';

const ESCAPE = '}}\n---\nkind: ClusterRole';
const RBAC = 'rbac.authorization.k8s.io';

function object(kind: string, apiVersion: string, more: object = {}) {
  return { apiVersion, kind, metadata: { name: 'x' }, ...more };
}

function binding(role: object, subject: object) {
  return object('RoleBinding', `${RBAC}/v1`, {
    roleRef: {
      apiGroup: RBAC,
      kind: 'ClusterRole',
      name: 'sandlot-viewer',
      ...role,
    },
    subjects: [{ kind: 'User', name: 'ann', ...subject }],
  });
}

function nested(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) {
    value = { value };
  }
  return value;
}

const HOST = {
  hostPath: { volumes: [{ name: 'x', hostPath: { path: '/' } }] },
  hostNetwork: { hostNetwork: true },
  hostPID: { hostPID: true },
  hostIPC: { hostIPC: true },
  nodeName: { nodeName: 'node-1' },
};

const HOSTILE: [string, unknown][] = [
  [
    'an account that passes for a person’s',
    {
      ...object('ServiceAccount', 'v1'),
      metadata: { name: 'sandlot-owner-dana-0123456789' },
    },
  ],
  ['a ClusterRole', object('ClusterRole', `${RBAC}/v1`, { rules: [] })],
  ['a ClusterRoleBinding', object('ClusterRoleBinding', `${RBAC}/v1`)],
  ['a Namespace', object('Namespace', 'v1')],
  ['a PersistentVolume', object('PersistentVolume', 'v1')],
  [
    'a CustomResourceDefinition',
    object('CustomResourceDefinition', 'apiextensions.k8s.io/v1'),
  ],
  [
    'a webhook',
    object('MutatingWebhookConfiguration', 'admissionregistration.k8s.io/v1'),
  ],
  [
    'a Role of everything',
    object('Role', `${RBAC}/v1`, {
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    }),
  ],
  [
    'a Role that escalates',
    object('Role', `${RBAC}/v1`, {
      rules: [
        {
          apiGroups: [RBAC],
          resources: ['roles'],
          verbs: ['escalate', 'bind', 'impersonate'],
        },
      ],
    }),
  ],
  ['a binding to cluster-admin', binding({ name: 'cluster-admin' }, {})],
  ['a binding to a Role', binding({ kind: 'Role' }, {})],
  [
    'a binding of everybody',
    binding({}, { kind: 'Group', name: 'system:authenticated' }),
  ],
  [
    'a binding of another namespace',
    binding({}, { kind: 'ServiceAccount', namespace: 'kube-system' }),
  ],
  ['a Secret', object('Secret', 'v1')],
  ['a Pod', object('Pod', 'v1')],
  [
    'ownerReferences',
    configMap({}, { name: 'x', ownerReferences: [{ uid: 'x' }] }),
  ],
  ['finalizers', configMap({}, { name: 'x', finalizers: ['x/y'] })],
  ['a namespace', configMap({}, { name: 'x', namespace: 'kube-system' })],
  [
    'a label of ours',
    configMap({}, { name: 'x', labels: { 'sandlot.dev/origin': 'x' } }),
  ],
  [
    'finalizers of pods',
    {
      ...deployment(),
      spec: {
        template: {
          metadata: { finalizers: ['x/y'] },
          spec: (deployment() as any).spec.template.spec,
        },
      },
    },
  ],
  ...Object.entries(HOST).map(([field, pod]): [string, unknown] => [
    field,
    deployment(pod),
  ]),
  [
    'hostPort',
    deployment({}, { ports: [{ containerPort: 80, hostPort: 80 }] }),
  ],
  ['privileged', deployment({}, { securityContext: { privileged: true } })],
  [
    'added rights',
    deployment(
      {},
      {
        securityContext: {
          capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] },
        },
      },
    ),
  ],
  [
    'a load balancer',
    object('Service', 'v1', { spec: { type: 'LoadBalancer' } }),
  ],
  ['a node port', object('Service', 'v1', { spec: { type: 'NodePort' } })],
  [
    'a volume by name',
    object('PersistentVolumeClaim', 'v1', { spec: { volumeName: 'pv' } }),
  ],
  [
    'a key __proto__',
    configMap(JSON.parse('{"__proto__": "x"}'), { name: 'x' }),
  ],
  [
    'a key constructor',
    configMap(JSON.parse('{"constructor": "x"}'), { name: 'x' }),
  ],
  [
    'a key prototype',
    configMap({ a: JSON.parse('{"prototype": "x"}') }, { name: 'x' }),
  ],
  [
    'text that turns its direction',
    configMap({ a: 'user\u202e // check' }, { name: 'x' }),
  ],
  ['a key of no width', configMap({ 'a\u200b': 'x' }, { name: 'x' })],
  ['40 levels', configMap(nested(40), { name: 'x' })],
  ['too many values', configMap(Array(20_001).fill(1), { name: 'x' })],
  ['too much text', configMap({ a: 'x'.repeat(600_000) }, { name: 'x' })],
];

function refusals(work: () => unknown): number {
  try {
    work();
    return 0;
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateError);
    return (error as TemplateError).problems.length;
  }
}

describe('what is refused wherever it comes from', () => {
  const template = parseTemplate(testEntity());
  const withModule = parseTemplate(
    testEntityWith({ modules: [{ module: 'one' }] }),
    { modules: findIn(testModule('one')) },
  );
  const open = parseTemplate(
    testEntityWith({
      ownManifests: {
        kinds: ['ConfigMap', 'Deployment', 'Service', 'PersistentVolumeClaim'],
      },
    }),
  );

  it.each(HOSTILE)('%s', (_, hostile) => {
    const resource = hostile as TemplateResource;
    // When a template or a module is published,
    expect(checkTemplate(testEntity([resource])).problems).not.toEqual([]);
    const module = testModule('one', { resources: [resource] });
    expect(checkModule(module).problems).not.toEqual([]);
    // when one is rendered that was never checked,
    const stored = {
      ...template,
      spec: {
        ...template.spec,
        resources: [...template.spec.resources!, resource],
      },
    };
    expect(refusals(() => renderTemplate(stored, testInput()))).not.toBe(0);
    const [ref] = Object.keys(withModule.modules!);
    const storedModule = {
      ...withModule,
      modules: { [ref]: { ...withModule.modules![ref], spec: module.spec } },
    };
    expect(refusals(() => renderTemplate(storedModule, testInput()))).not.toBe(
      0,
    );
    // and when a developer adds it.
    expect(
      refusals(() =>
        renderTemplate(open, { ...testInput(), ownManifests: [resource] }),
      ),
    ).not.toBe(0);
  });

  it('lets the harmless one through in all of these places', () => {
    const harmless = configMap({ a: ESCAPE }, { name: 'x' });
    expect(checkTemplate(testEntity([harmless])).problems).toEqual([]);
    expect(
      checkModule(testModule('one', { resources: [harmless] })).problems,
    ).toEqual([]);
    const objects = renderTemplate(open, {
      ...testInput(),
      ownManifests: [harmless],
    });
    expect(objects[6].data).toEqual({ a: ESCAPE });
  });

  it.each(Object.entries(HOST))('%s out of a parameter', (_, pod) => {
    const spec = (deployment(pod) as any).spec.template.spec;
    const entity = testEntity(
      [
        {
          ...deployment(),
          spec: { template: { spec: '${parameters.pod}' } },
        },
      ],
      {
        pod: {
          type: 'object',
          additionalProperties: true,
        },
      },
      ['pod'],
    );
    // Tried with an empty pod, it would never be published.
    const open_ = storedTemplate(entity);
    expect(
      refusals(() => renderTemplate(open_, testInput({ pod: spec }))),
    ).toBe(1);
  });

  it('keeps what would break out of a text a text', () => {
    const module = testModule('one', {
      parameters: {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'string' } },
      },
      resources: [configMap({ a: '${parameters.a}', b: 'b ${parameters.a}' })],
    });
    const chained = parseTemplate(
      {
        ...testEntity([], { text: { type: 'string' } }, ['text']),
        spec: {
          ...testEntity([], { text: { type: 'string' } }, ['text']).spec,
          modules: [{ module: 'one', with: { a: '${parameters.text}' } }],
        },
      },
      { modules: findIn(module) },
    );
    const objects = renderTemplate(chained, testInput({ text: ESCAPE }));
    expect(objects).toHaveLength(7);
    expect(objects[6].data).toEqual({ a: ESCAPE, b: `b ${ESCAPE}` });
  });
});
