import type { Entity } from '@backstage/catalog-model';
import type { Problem } from '@sandlot/plugin-environments-common';
import { parseTemplate } from './parseTemplate';
import { TemplateError } from './TemplateError';
import {
  configMap,
  deployment,
  requiredResources,
  testEntity,
} from './testTemplate';

function problemsOf(entity: Entity): Problem[] {
  try {
    parseTemplate(entity);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(TemplateError);
    return (error as TemplateError).problems;
  }
}

function pathsOf(...more: unknown[]): string[] {
  return problemsOf(testEntity(more)).map(({ path }) => path);
}

function binding(roleRef: object, subject: object): unknown {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'more' },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'sandlot-viewer',
      ...roleRef,
    },
    subjects: [subject],
  };
}

describe('parseTemplate', () => {
  it('keeps what ops wrote and leaves out what the catalog adds', () => {
    const entity = testEntity();
    const template = parseTemplate({
      ...entity,
      metadata: {
        ...entity.metadata,
        uid: 'u',
        annotations: { 'backstage.io/managed-by-location': 'file:/x' },
      },
      relations: [],
    } as Entity);

    expect(template.metadata).toEqual({
      name: 'test',
      namespace: 'default',
      title: 'Test',
    });
    expect(template.spec).toEqual(entity.spec);
  });

  it('refuses keys that it does not know and names those it does', () => {
    const entity = testEntity();
    expect(
      problemsOf({
        ...entity,
        spec: { ...entity.spec, module: [] },
      } as Entity),
    ).toEqual([
      {
        path: '/spec/module',
        message: 'there is no "module" here; did you mean "modules"?',
        expected:
          'one of owner, lifecycle, access, parameters, subject, groups, modules, addOns, ownManifests, resources, lease, limits, placement, approvals, policies, checks',
      },
    ]);
  });

  it.each(['__proto__', 'constructor', 'prototype'])(
    'refuses the key %s',
    key => {
      const data = JSON.parse(`{ "${key}": "x" }`);
      expect(pathsOf(configMap(data))).toEqual([
        `/spec/resources/5/data/${key}`,
      ]);
    },
  );

  it('refuses what is too deep, too large or multiplies by aliases', () => {
    let deep: unknown = 'x';
    let bomb: unknown = 'lol';
    for (let level = 0; level < 40; level += 1) {
      deep = { deep };
      bomb = [bomb, bomb];
    }
    expect(problemsOf(testEntity([configMap(deep)]))[0].message).toBe(
      'nested too deeply',
    );
    expect(problemsOf(testEntity([configMap(bomb)]))).toHaveLength(1);
    let wide: unknown = 'lol';
    for (let level = 0; level < 20; level += 1) {
      wide = [wide, wide];
    }
    expect(problemsOf(testEntity([configMap(wide)]))[0].message).toBe(
      'too large',
    );
    expect(
      problemsOf(testEntity([configMap({ a: 'x'.repeat(600_000) })]))[0]
        .message,
    ).toBe('too much text');
  });

  it('asks for what every environment must have', () => {
    const entity = testEntity();
    entity.spec.resources = [configMap({})];
    expect(problemsOf(entity).map(({ expected }) => expected)).toEqual([
      'a ResourceQuota with spec.hard',
      'a LimitRange with spec.limits',
      'a NetworkPolicy with "podSelector: {}" and "policyTypes: [Ingress, Egress]"',
      'a ServiceAccount "sandlot-owner"',
      'a RoleBinding of ServiceAccount "sandlot-owner" to ClusterRole "sandlot-owner"',
    ]);
  });

  it.each([
    ['ClusterRole', 'rbac.authorization.k8s.io/v1'],
    ['Role', 'rbac.authorization.k8s.io/v1'],
    ['Namespace', 'v1'],
    ['Secret', 'v1'],
    ['Pod', 'v1'],
    ['List', 'v1'],
    ['constructor', 'v1'],
    ['${parameters.kind}', 'v1'],
  ])('refuses the kind %s', (kind, apiVersion) => {
    expect(pathsOf({ apiVersion, kind, metadata: { name: 'x' } })).toContain(
      '/spec/resources/5/kind',
    );
  });

  it('refuses another version of an admitted kind', () => {
    expect(pathsOf({ ...configMap({}), apiVersion: 'example.com/v1' })).toEqual(
      ['/spec/resources/5/apiVersion'],
    );
  });

  it.each<[string, object]>([
    ['namespace', { namespace: 'kube-system' }],
    ['generateName', { generateName: 'x-' }],
    ['ownerReferences', { ownerReferences: [] }],
    ['finalizers', { finalizers: ['example.com/x'] }],
    ['uid', { uid: 'x' }],
    ['name', { name: 'Not_A_Name' }],
    [
      'labels/sandlot.dev~1environment',
      { labels: { 'sandlot.dev/environment': 'x' } },
    ],
    [
      'labels/app.kubernetes.io~1managed-by',
      { labels: { 'app.kubernetes.io/managed-by': 'Helm' } },
    ],
    [
      'annotations/pod-security.kubernetes.io~1enforce',
      { annotations: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    ],
  ])('refuses metadata: %s', (field, metadata) => {
    expect(pathsOf(configMap({}, metadata))).toEqual([
      `/spec/resources/5/metadata/${field}`,
    ]);
  });

  it('refuses a status and two objects of one name', () => {
    expect(pathsOf({ ...configMap({}), status: {} })).toEqual([
      '/spec/resources/5/status',
    ]);
    expect(pathsOf(configMap({}), configMap({}))).toEqual([
      '/spec/resources/6/metadata/name',
    ]);
  });

  it.each<[string, object, object]>([
    ['roleRef', { name: 'cluster-admin' }, { kind: 'User', name: 'ann' }],
    ['roleRef', { kind: 'Role' }, { kind: 'User', name: 'ann' }],
    ['roleRef', { name: '${parameters.role}' }, { kind: 'User', name: 'ann' }],
    ['subjects/0/name', {}, { kind: 'Group', name: 'system:authenticated' }],
    ['subjects/0/name', {}, { kind: 'User', name: 'system:anonymous' }],
    [
      'subjects/0/namespace',
      {},
      { kind: 'ServiceAccount', name: 'x', namespace: 'kube-system' },
    ],
    ['subjects/0/kind', {}, { kind: 'Node', name: 'x' }],
  ])('refuses a binding: %s', (field, roleRef, subject) => {
    expect(pathsOf(binding(roleRef, subject))).toContain(
      `/spec/resources/5/${field}`,
    );
  });

  it.each([
    { kind: 'ServiceAccount', name: 'ci' },
    {
      kind: 'ServiceAccount',
      name: 'ci',
      namespace: '${environment.namespace}',
    },
    { kind: 'Group', name: '${owner.name}' },
    { kind: 'User', name: 'ann' },
  ])('admits a binding of %j', subject => {
    expect(pathsOf(binding({}, subject))).toEqual([]);
  });

  const POD = '/spec/resources/5/spec/template/spec';
  it.each<[string, object, object?]>([
    ['/hostNetwork', { hostNetwork: true }],
    ['/hostPID', { hostPID: '${parameters.x}' }],
    ['/hostIPC', { hostIPC: true }],
    ['/nodeName', { nodeName: 'node-1' }],
    ['/priorityClassName', { priorityClassName: 'system-node-critical' }],
    ['/volumes/0/hostPath', { volumes: [{ name: 'x', hostPath: {} }] }],
    [
      '/volumes/0/ephemeral/volumeClaimTemplate/spec/volumeName',
      {
        volumes: [
          {
            name: 'x',
            ephemeral: { volumeClaimTemplate: { spec: { volumeName: 'pv' } } },
          },
        ],
      },
    ],
    ['/securityContext/runAsUser', { securityContext: { runAsUser: 0 } }],
    [
      '/containers/0/securityContext/privileged',
      {},
      { securityContext: { privileged: true } },
    ],
    [
      '/containers/0/securityContext/allowPrivilegeEscalation',
      {},
      { securityContext: { allowPrivilegeEscalation: true } },
    ],
    [
      '/containers/0/securityContext/capabilities/add',
      {},
      {
        securityContext: {
          capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] },
        },
      },
    ],
    [
      '/containers/0/securityContext/runAsNonRoot',
      {},
      { securityContext: { runAsNonRoot: false } },
    ],
    ['/containers/0/ports/0/hostPort', {}, { ports: [{ hostPort: 80 }] }],
    [
      '/initContainers/0/securityContext/capabilities/drop',
      { initContainers: [{ name: 'x' }] },
    ],
  ])('refuses pods with %s', (field, pod, container = {}) => {
    expect(pathsOf(deployment(pod, container))).toContain(`${POD}${field}`);
  });

  it('admits a pod that the profile restricted admits', () => {
    expect(
      pathsOf(deployment({ volumes: [{ name: 'x', emptyDir: {} }] })),
    ).toEqual([]);
  });

  it.each<[string, object]>([
    ['type', { type: 'LoadBalancer' }],
    ['type', { type: '${parameters.type}' }],
    ['externalIPs', { externalIPs: ['192.0.2.1'] }],
  ])('refuses a Service with %s', (field, spec) => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'x' },
      spec,
    };
    expect(pathsOf(service)).toContain(`/spec/resources/5/spec/${field}`);
  });

  it('refuses metadata that an object would pass on', () => {
    const app = deployment({}) as any;
    app.spec.template.metadata = {
      finalizers: ['example.com/x'],
      labels: { 'sandlot.dev/environment': 'other' },
    };
    expect(pathsOf(app)).toEqual([
      '/spec/resources/5/spec/template/metadata/finalizers',
      '/spec/resources/5/spec/template/metadata/labels/sandlot.dev~1environment',
    ]);
  });

  it('refuses a schema that can not be held against anything', () => {
    const paths = (parameters: object) =>
      problemsOf({
        ...testEntity(),
        spec: { ...testEntity().spec, parameters },
      } as Entity).map(({ path, message }) => `${path}: ${message}`);

    expect(paths({ type: 'array' })[0]).toMatch(/^\/spec\/parameters\/type: /);
    expect(paths({ type: 'object', propertis: {} })).toEqual([
      '/spec/parameters: strict mode: unknown keyword: "propertis"',
    ]);
    expect(
      paths({
        type: 'object',
        properties: { 'log-level': { type: 'string' } },
      }),
    ).toEqual([
      '/spec/parameters/properties/log-level: "log-level" can\'t be written in an expression',
    ]);
  });

  it('names the owner that it can not read', () => {
    const entity = testEntity();
    entity.spec.owner = 'group:/';
    expect(problemsOf(entity)[0].path).toBe('/spec/owner');
  });

  it('says all at once, in a sentence too', () => {
    const entity = testEntity([configMap({}, { finalizers: [] })]);
    entity.spec.resources = [
      ...requiredResources().slice(1),
      entity.spec.resources![5],
    ];
    expect(() => parseTemplate(entity)).toThrow(
      'Template "test" can\'t be used: /spec/resources/4/metadata/finalizers: would keep the environment from being deleted (expected one of name, labels, annotations); /spec/resources: no quota: one environment could use up the cluster (expected a ResourceQuota with spec.hard)',
    );
  });
});
