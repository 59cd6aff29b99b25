import type { KubernetesObject } from '../../KubernetesObject';
import { diffObjects } from './diffObjects';

function deployment(container: object, more: object = {}): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'env-a' },
    spec: {
      replicas: 1,
      template: { spec: { containers: [container] } },
    },
    ...more,
  };
}

function fieldsOf(before: unknown, after: unknown) {
  const [change] = diffObjects(
    [{ ...deployment({}), spec: before }],
    [{ ...deployment({}), spec: after }],
  );
  return change?.fields;
}

describe('diffObjects', () => {
  it('tells what is added, removed and changed', () => {
    const service: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
    };
    const account = { ...service, kind: 'ServiceAccount' };
    const web = deployment({ name: 'web', image: 'nginx:1' });

    expect(
      diffObjects(
        [account, web, service],
        [deployment({ name: 'web', image: 'nginx:2' }), service, service].map(
          object => ({ ...object }),
        ),
      ),
    ).toEqual([
      {
        change: 'changed',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'env-a',
        name: 'web',
        fields: [
          {
            path: '/spec/template/spec/containers[name=web]/image',
            before: 'nginx:1',
            after: 'nginx:2',
          },
        ],
      },
      {
        change: 'removed',
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: 'web',
        fields: [],
      },
    ]);
    expect(diffObjects([], [account])).toMatchObject([{ change: 'added' }]);
    expect(diffObjects([web], [web])).toEqual([]);
  });

  it('keeps objects of the same name in other namespaces apart', () => {
    const one = deployment({ name: 'web' });
    const other = {
      ...one,
      metadata: { ...one.metadata, namespace: 'env-b' },
    };
    expect(
      diffObjects([one], [other]).map(({ change, namespace }) => [
        change,
        namespace,
      ]),
    ).toEqual([
      ['added', 'env-b'],
      ['removed', 'env-a'],
    ]);
  });

  it('leaves out what a cluster writes', () => {
    const live = deployment(
      { name: 'web' },
      {
        metadata: {
          name: 'web',
          namespace: 'env-a',
          uid: '1',
          resourceVersion: '7',
          generation: 2,
          creationTimestamp: '2026-01-01T00:00:00Z',
          managedFields: [{ manager: 'sandlot' }],
        },
        status: { readyReplicas: 1 },
      },
    );
    expect(diffObjects([deployment({ name: 'web' })], [live])).toEqual([]);
  });

  it('tells a field that is new from one that is null', () => {
    expect(fieldsOf({ a: 1, b: null }, { b: 2, c: null })).toEqual(
      [
        { path: '/a', before: 1 },
        { path: '/b', before: null, after: 2 },
        { path: '/c', after: null },
      ].map(field => ({ ...field, path: `/spec${field.path}` })),
    );
    expect(fieldsOf({ 'a/b': 1 }, { 'a/b': { c: 1 } })).toEqual([
      { path: '/spec/a~1b', before: 1, after: { c: 1 } },
    ]);
  });

  it('knows the items of a list by their names, wherever they stand', () => {
    const a = { name: 'A', value: '1' };
    const b = { name: 'B', value: '2' };
    expect(
      fieldsOf(
        { env: [a, b] },
        { env: [{ name: 'C' }, a, { ...b, value: 3 }] },
      ),
    ).toEqual([
      { path: '/spec/env[name=B]/value', before: '2', after: 3 },
      { path: '/spec/env[name=C]', after: { name: 'C' } },
    ]);
    expect(fieldsOf({ env: [a, b] }, { env: [b, a] })).toEqual([
      { path: '/spec/env', before: ['A', 'B'], after: ['B', 'A'] },
    ]);
  });

  it('knows ports, mounts and hosts by what Kubernetes knows them by', () => {
    expect(
      fieldsOf(
        { ports: [{ containerPort: 80 }, { containerPort: 81 }] },
        { ports: [{ containerPort: 81, protocol: 'UDP' }] },
      ),
    ).toEqual([
      { path: '/spec/ports[containerPort=80]', before: { containerPort: 80 } },
      { path: '/spec/ports[containerPort=81]/protocol', after: 'UDP' },
    ]);
    expect(
      fieldsOf(
        { volumeMounts: [{ name: 'a', mountPath: '/a' }] },
        { volumeMounts: [{ name: 'b', mountPath: '/a' }] },
      ),
    ).toEqual([
      {
        path: '/spec/volumeMounts[mountPath=/a]/name',
        before: 'a',
        after: 'b',
      },
    ]);
  });

  it('goes by place where nothing tells items apart', () => {
    expect(
      fieldsOf(
        { egress: [{ to: [] }, { ports: [{ port: 53 }] }], args: ['a'] },
        { egress: [{ to: [{}] }], args: ['a', 'b'] },
      ),
    ).toEqual([
      { path: '/spec/egress/0/to/0', after: {} },
      { path: '/spec/egress/1', before: { ports: [{ port: 53 }] } },
      { path: '/spec/args', before: ['a'], after: ['a', 'b'] },
    ]);
    const twice = [{ name: 'x' }, { name: 'x' }];
    expect(fieldsOf({ env: twice }, { env: [twice[0]] })).toEqual([
      { path: '/spec/env/1', before: { name: 'x' } },
    ]);
  });

  it('never shows what is in a Secret', () => {
    const secret = (data: object): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'login' },
      ...data,
    });
    const changes = diffObjects(
      [secret({ data: { password: 'b2xk', user: 'YQ==' } })],
      [
        secret({
          data: { password: 'bmV3', user: 'YQ==' },
          stringData: { token: 'plain' },
        }),
      ],
    );
    expect(changes[0].fields).toEqual([
      {
        path: '/data/password',
        before: '(not shown)',
        after: '(not shown)',
      },
      { path: '/stringData', after: '(not shown)' },
    ]);
  });
});
