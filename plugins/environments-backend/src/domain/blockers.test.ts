import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { findBlockers } from './blockers';

const DELETED_AT = '2026-01-12T07:00:00Z';

function object(
  kind: string,
  name: string,
  metadata: object = {},
): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name, ...metadata } };
}

function wrote(manager: string, time: string, fieldsV1: object = {}) {
  return { manager, operation: 'Update', time, fieldsV1 };
}

const finalizers = { 'f:metadata': { 'f:finalizers': { '.': {} } } };

describe('findBlockers', () => {
  it('gives the controller’s own words first, and of its conditions those that hold', () => {
    const namespace = {
      ...object('Namespace', 'home'),
      status: {
        conditions: [
          {
            type: 'NamespaceContentRemaining',
            status: 'True',
            message: 'widgets.example.com has 1 resource instances',
            lastTransitionTime: DELETED_AT,
          },
          {
            type: 'NamespaceDeletionDiscoveryFailure',
            status: 'False',
            message: 'All resources successfully discovered',
          },
        ],
      },
    };
    expect(findBlockers(namespace, [])).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        name: 'home',
        since: DELETED_AT,
        message: 'widgets.example.com has 1 resource instances',
      },
    ]);
  });

  it('says of each object since when, by whom it was written and who set its finalizers', () => {
    const blockers = findBlockers(
      object('Namespace', 'home', { finalizers: ['example.com/home'] }),
      [
        object('Pod', 'web', { deletionTimestamp: DELETED_AT }),
        object('ConfigMap', 'settings'),
        object('PersistentVolumeClaim', 'data', {
          deletionTimestamp: DELETED_AT,
          finalizers: ['example.com/a', 'example.com/b'],
          managedFields: [
            wrote('backup', '2026-01-10T07:00:00Z', finalizers),
            wrote('kubectl-edit', '2026-01-11T07:00:00Z'),
            wrote('backup', '2026-01-09T07:00:00Z'),
          ],
        }),
      ],
    );
    expect(blockers.map(({ kind, message }) => [kind, message])).toEqual([
      [
        'Namespace',
        'It stays until example.com/home is taken off by the controller of that name',
      ],
      [
        'PersistentVolumeClaim',
        'It stays until example.com/a, example.com/b are taken off by the controller of that name; set by backup',
      ],
      ['Pod', 'It is shutting down'],
      ['ConfigMap', 'The cluster has not begun to delete it'],
    ]);
    expect(blockers[1]).toMatchObject({
      finalizers: ['example.com/a', 'example.com/b'],
      managers: ['kubectl-edit', 'backup'],
      since: DELETED_AT,
    });
  });

  it('tells of no more than fifty, those with finalizers in any case', () => {
    const pods = Array.from({ length: 200 }, (_, index) =>
      object('Pod', `pod-${index}`),
    );
    const held = object('ConfigMap', 'held', { finalizers: ['example.com/x'] });
    const blockers = findBlockers(object('Namespace', 'home'), [...pods, held]);
    expect(blockers).toHaveLength(50);
    expect(blockers[0]).toMatchObject({ name: 'held' });
  });
});
