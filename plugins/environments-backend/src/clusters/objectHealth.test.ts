import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { objectHealth } from './objectHealth';

function object(
  kind: string,
  spec: unknown,
  status?: unknown,
  metadata: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'it', namespace: 'team', ...metadata },
    spec,
    status,
  };
}

const rolledOut = {
  updatedReplicas: 2,
  readyReplicas: 2,
  availableReplicas: 2,
};

describe('objectHealth', () => {
  it.each<[string, KubernetesObject | undefined, string, string?]>([
    ['nothing', undefined, 'Missing', 'It is not on the cluster'],
    ['a ConfigMap', object('ConfigMap', undefined), 'Healthy'],
    [
      'something on its way out',
      object('ConfigMap', undefined, undefined, {
        deletionTimestamp: '2026-11-22T10:00:00Z',
      }),
      'Progressing',
      'It is being deleted',
    ],
    [
      'a new Deployment',
      object('Deployment', { replicas: 2 }, {}, { generation: 1 }),
      'Progressing',
      'The cluster has not taken note of it yet',
    ],
    [
      'a Deployment that rolls out',
      object('Deployment', { replicas: 2 }, { updatedReplicas: 1 }),
      'Progressing',
      '1 of 2 replicas are up to date',
    ],
    [
      'a Deployment whose pods start',
      object(
        'Deployment',
        { replicas: 2 },
        { ...rolledOut, availableReplicas: 1 },
      ),
      'Progressing',
      '1 of 2 replicas are ready',
    ],
    [
      'a Deployment',
      object('Deployment', { replicas: 2 }, rolledOut),
      'Healthy',
    ],
    [
      'a Deployment scaled to 0',
      object('Deployment', { replicas: 0 }, {}),
      'Healthy',
    ],
    [
      'a Deployment that a quota stops',
      object(
        'Deployment',
        { replicas: 2 },
        {
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True',
              message: 'exceeded quota',
            },
          ],
        },
      ),
      'Degraded',
      'exceeded quota',
    ],
    [
      'a Deployment that stalls',
      object(
        'Deployment',
        { replicas: 2 },
        {
          conditions: [
            {
              type: 'Progressing',
              status: 'False',
              reason: 'ProgressDeadlineExceeded',
              message: 'timed out progressing',
            },
          ],
        },
      ),
      'Degraded',
      'timed out progressing',
    ],
    [
      'a StatefulSet',
      object('StatefulSet', { replicas: 2 }, rolledOut),
      'Healthy',
    ],
    [
      'a StatefulSet that starts',
      object('StatefulSet', {}, { updatedReplicas: 1 }),
      'Progressing',
      '0 of 1 replicas are ready',
    ],
    [
      'a Pod',
      object('Pod', {}, { conditions: [{ type: 'Ready', status: 'True' }] }),
      'Healthy',
    ],
    [
      'a Pod that is done',
      object('Pod', {}, { phase: 'Succeeded' }),
      'Healthy',
    ],
    [
      'a Pod without a node',
      object(
        'Pod',
        {},
        {
          conditions: [
            { type: 'PodScheduled', status: 'False', message: '0/2 nodes fit' },
          ],
        },
      ),
      'Progressing',
      '0/2 nodes fit',
    ],
    [
      'a Pod without its image',
      object(
        'Pod',
        {},
        {
          containerStatuses: [
            {
              name: 'web',
              state: {
                waiting: { reason: 'ImagePullBackOff', message: 'no such' },
              },
            },
          ],
        },
      ),
      'Degraded',
      'web: ImagePullBackOff, no such',
    ],
    [
      'a Pod that starts',
      object(
        'Pod',
        {},
        {
          containerStatuses: [
            {
              name: 'web',
              state: { waiting: { reason: 'ContainerCreating' } },
            },
          ],
        },
      ),
      'Progressing',
      'Its containers are not ready yet',
    ],
    [
      'a Pod that failed',
      object('Pod', {}, { phase: 'Failed', reason: 'Evicted' }),
      'Degraded',
      'Evicted',
    ],
    [
      'a bound volume claim',
      object('PersistentVolumeClaim', {}, { phase: 'Bound' }),
      'Healthy',
    ],
    [
      'a pending volume claim',
      object('PersistentVolumeClaim', {}, { phase: 'Pending' }),
      'Progressing',
    ],
    [
      'a lost volume claim',
      object('PersistentVolumeClaim', {}, { phase: 'Lost' }),
      'Degraded',
    ],
    ['a Service', object('Service', { type: 'ClusterIP' }, {}), 'Healthy'],
    [
      'a load balancer to come',
      object('Service', { type: 'LoadBalancer' }, { loadBalancer: {} }),
      'Progressing',
    ],
    ['a running Job', object('Job', {}, { active: 1 }), 'Progressing'],
    [
      'a complete Job',
      object('Job', {}, { conditions: [{ type: 'Complete', status: 'True' }] }),
      'Healthy',
    ],
    [
      'a failed Job',
      object(
        'Job',
        {},
        {
          conditions: [
            {
              type: 'Failed',
              status: 'True',
              message: 'backoff limit reached',
            },
          ],
        },
      ),
      'Degraded',
      'backoff limit reached',
    ],
    [
      'a quota not yet counted',
      object('ResourceQuota', { hard: { 'limits.cpu': '2' } }, {}),
      'Progressing',
    ],
    [
      'a quota',
      object(
        'ResourceQuota',
        { hard: { 'limits.memory': '1Gi' } },
        {
          hard: { 'limits.memory': '1Gi' },
          used: { 'limits.memory': '1024Mi' },
        },
      ),
      'Healthy',
    ],
    [
      'a quota that was lowered below its use',
      object(
        'ResourceQuota',
        { hard: { 'limits.cpu': '1' } },
        {
          hard: { 'limits.cpu': '1' },
          used: { 'limits.cpu': '1500m' },
        },
      ),
      'Degraded',
      'limits.cpu: 1500m used of 1',
    ],
  ])('judges %s', (_title, candidate, health, ...[message]) => {
    expect(objectHealth(candidate)).toMatchObject(
      message ? { health, message } : { health },
    );
  });
});
