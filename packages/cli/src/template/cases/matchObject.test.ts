import type { KubernetesObject } from '@sandlot/plugin-environments-node';
import type { PartialObject } from './caseSchema';
import { matchObject } from './matchObject';

describe('matchObject', () => {
  const actual: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'sbx', labels: { a: '1', b: '2' } },
    spec: {
      replicas: 2,
      containers: [
        { name: 'one', image: 'x', args: ['a', 'b'] },
        { name: 'two', image: 'y' },
      ],
      ports: [{ port: 80, name: 'http' }, { port: 81 }],
    },
  };

  function match(fields: object): string[] {
    const expected = {
      kind: 'Deployment',
      metadata: { name: 'web' },
      ...fields,
    } as PartialObject;
    return matchObject(expected, actual).map(({ path }) => path);
  }

  it('tells items of all kinds where none is expected', () => {
    const paths = match({ spec: { containers: [], ports: [] } });
    expect(paths.some(path => path.startsWith('/spec/containers'))).toBe(true);
    expect(paths.some(path => path.startsWith('/spec/ports'))).toBe(true);
  });

  it.each<[string, object]>([
    ['nothing more', {}],
    ['some labels', { metadata: { name: 'web', labels: { b: '2' } } }],
    ['its namespace', { metadata: { name: 'web', namespace: 'sbx' } }],
    ['its apiVersion', { apiVersion: 'apps/v1' }],
    ['an item by its name', { spec: { containers: [{ name: 'two' }] } }],
    [
      'items in another order',
      { spec: { containers: [{ name: 'two' }, { name: 'one', image: 'x' }] } },
    ],
    ['a field that is not there', { spec: { paused: null } }],
    ['a list by place', { spec: { ports: [{ port: 80 }, { port: 81 }] } }],
  ])('is content with %s', (_, fields) => {
    expect(match(fields)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['another value', { spec: { replicas: 3 } }, '/spec/replicas'],
    ['a value that is missing', { spec: { paused: true } }, '/spec/paused'],
    ['one that should be gone', { spec: { replicas: null } }, '/spec/replicas'],
    [
      'an item that is missing',
      { spec: { containers: [{ name: 'three' }] } },
      '/spec/containers[name=three]',
    ],
    [
      'text in a list',
      { spec: { containers: [{ name: 'one', args: ['a'] }] } },
      '/spec/containers[name=one]/args',
    ],
    ['too few items', { spec: { ports: [{ port: 80 }] } }, '/spec/ports'],
    ['another namespace', { metadata: { name: 'web', namespace: 'x' } }, ''],
    ['another shape', { spec: [] }, '/spec'],
  ])('tells %s', (_, fields, path) => {
    const paths = match(fields);
    expect(paths).toHaveLength(1);
    expect(paths[0].startsWith(path)).toBe(true);
  });
});
