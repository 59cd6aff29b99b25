import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { findDrift } from './drift';

/** Manifests, and what a Kubernetes 1.36 API server had of them after each edit. */
const { manifests, live } = JSON.parse(
  readFileSync(resolve(__dirname, '__fixtures__/managedFields.json'), 'utf8'),
) as Record<'manifests' | 'live', Record<string, KubernetesObject>>;
const { deployment, policy, service } = manifests;

const CONTAINER = '/spec/template/spec/containers/0';
const edit = { operation: 'Update', time: expect.any(String) };

describe('findDrift', () => {
  it('finds none in what the server has put in its own notation, or a controller added', () => {
    // Quantities, empty lists and values, default fields and protocols.
    expect(findDrift(deployment, live.untouched)).toBeUndefined();
    expect(findDrift(policy, live.policy)).toBeUndefined();
    expect(findDrift(service, live.service)).toBeUndefined();
  });

  it('finds none in what others have added', () => {
    // An env value, a size limit, and "1" where the manifest says "1000m".
    expect(findDrift(deployment, live.added)).toBeUndefined();
  });

  it('says that an object is gone', () => {
    expect(findDrift(deployment, undefined)).toEqual({
      missing: true,
      fields: [],
    });
  });

  it('finds what was scaled through the subresource', () => {
    expect(findDrift(deployment, live.scaled)).toEqual({
      missing: false,
      fields: [
        {
          path: '/spec/replicas',
          expected: 2,
          actual: 5,
          manager: 'kubectl',
          operation: 'Update',
        },
      ],
    });
  });

  it('finds what was edited, within the items of lists too', () => {
    expect(findDrift(deployment, live.edited)?.fields).toEqual([
      {
        path: `${CONTAINER}/image`,
        expected: 'registry.invalid/web:1',
        actual: 'registry.invalid/web:2',
        manager: 'kubectl-edit',
        ...edit,
      },
      {
        path: `${CONTAINER}/env/0/value`,
        expected: 'info',
        actual: 'debug',
        manager: 'kubectl-edit',
        ...edit,
      },
    ]);
  });

  it('finds what was removed, of which nobody is left as owner', () => {
    expect(findDrift(deployment, live.removed)?.fields).toEqual([
      { path: '/metadata/labels/tier', expected: 'front' },
      {
        path: `${CONTAINER}/env/2`,
        expected: { name: 'COLOR', value: 'blue' },
      },
    ]);
  });

  it('names whoever was active last where the owner is not known, and says so', () => {
    const guess = { manager: 'kubectl-patch', ...edit, guessed: true };
    expect(findDrift(deployment, live.removedWhole)?.fields).toEqual([
      {
        path: '/spec/replicas',
        expected: 2,
        actual: 1,
        manager: 'kubectl-patch',
        ...edit,
      },
      {
        path: `${CONTAINER}/command`,
        expected: ['serve', '--fast'],
        actual: ['sh'],
        manager: 'kubectl-patch',
        ...edit,
      },
      ...[
        { name: 'LEVEL', value: 'info' },
        { name: 'EMPTY', value: '' },
        { name: 'COLOR', value: 'blue' },
      ].map((expected, index) => ({
        path: `${CONTAINER}/env/${index}`,
        expected,
        ...guess,
      })),
    ]);
  });

  it('finds what another manager took by force', () => {
    expect(findDrift(deployment, live.forced)?.fields).toEqual(
      [
        { path: '/spec/replicas', expected: 2, actual: 7 },
        {
          path: `${CONTAINER}/image`,
          expected: 'registry.invalid/web:1',
          actual: 'registry.invalid/web:9',
        },
      ].map(field => ({
        ...field,
        manager: 'helm',
        operation: 'Apply',
        time: expect.any(String),
      })),
    );
  });

  it('takes selectors, and lists without keys, as one value', () => {
    const manager = 'kubectl-edit';
    expect(findDrift(policy, live.policySelector)?.fields).toEqual([
      {
        path: '/spec/podSelector',
        expected: {},
        actual: { matchLabels: { app: 'x' } },
        manager,
        ...edit,
      },
    ]);
    expect(findDrift(policy, live.policyOpened)?.fields).toEqual([
      { path: '/spec/ingress', expected: [], actual: [{}], manager, ...edit },
    ]);
    expect(findDrift(service, live.serviceEdited)?.fields).toEqual([
      {
        path: '/spec/selector',
        expected: { app: 'web' },
        actual: { app: 'y' },
        manager,
        ...edit,
      },
      {
        path: '/spec/ports/1',
        expected: { name: 'x', port: 81 },
        manager,
        ...edit,
        guessed: true,
      },
    ]);
  });

  it('writes names with a slash as a JSON Pointer does', () => {
    const labelled = (value: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x', labels: { 'sandlot.dev/team': value } },
    });
    expect(findDrift(labelled('a'), labelled('b'))?.fields).toEqual([
      {
        path: '/metadata/labels/sandlot.dev~1team',
        expected: 'a',
        actual: 'b',
      },
    ]);
  });

  it('does not take one amount in two notations for two', () => {
    const quota = (cpu: string) => ({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota' },
      spec: { hard: { 'requests.cpu': cpu } },
    });
    expect(findDrift(quota('1000m'), quota('1'))).toBeUndefined();
    expect(findDrift(quota('1000m'), quota('2'))?.fields).toHaveLength(1);
  });
});
