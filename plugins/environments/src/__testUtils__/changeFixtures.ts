import {
  DriftedObject,
  ObjectChange,
} from '@sandlot/plugin-environments-common';

/** What an upgrade changes: something of each kind. */
export const UPGRADE_CHANGES: ObjectChange[] = [
  {
    change: 'changed',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'web',
    fields: [
      { path: '/spec/replicas', before: 1, after: 2 },
      {
        path: '/spec/template/spec/containers/0/image',
        before: 'registry.example/web:1.4',
        after: 'registry.example/web:1.5',
      },
    ],
  },
  {
    change: 'added',
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    name: 'web',
    fields: [],
  },
  {
    change: 'removed',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'legacy-settings',
    fields: [],
  },
];

/** The same the other way round. */
export const ROLLBACK_CHANGES: ObjectChange[] = [
  {
    change: 'changed',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'web',
    fields: [{ path: '/spec/replicas', before: 2, after: 1 }],
  },
];

/** What somebody changed past the portal. */
export const DRIFT: DriftedObject[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: 'web',
    missing: false,
    foundAt: '2026-11-22T12:00:00.000Z',
    fields: [
      {
        path: '/spec/replicas',
        expected: 1,
        actual: 3,
        manager: 'kubectl-scale',
        operation: 'Update',
        time: '2026-11-22T11:58:00.000Z',
      },
    ],
  },
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    name: 'quota',
    missing: true,
    foundAt: '2026-11-22T12:00:00.000Z',
    fields: [],
  },
];
