import { KubernetesObject } from '@sandlot/plugin-environments-node';

type Fields = Record<string, any>;

/** The status that controllers would write for an object that thrives; undefined for kinds without one. */
export function simulatedStatus(object: KubernetesObject): Fields | undefined {
  const spec = (object.spec ?? {}) as Fields;
  const observedGeneration = object.metadata.generation;
  switch (object.kind) {
    case 'ResourceQuota':
      return {
        hard: spec.hard,
        used: Object.fromEntries(
          Object.keys(spec.hard ?? {}).map(name => [name, '0']),
        ),
      };
    case 'Deployment':
    case 'StatefulSet': {
      const replicas: number = spec.replicas ?? 1;
      return {
        observedGeneration,
        replicas,
        updatedReplicas: replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        ...(object.kind === 'Deployment' && {
          conditions: [
            {
              type: 'Available',
              status: 'True',
              reason: 'MinimumReplicasAvailable',
            },
          ],
        }),
      };
    }
    case 'PersistentVolumeClaim':
      return { phase: 'Bound', capacity: spec.resources?.requests };
    case 'Job':
      if (spec.suspend) {
        return { conditions: [{ type: 'Suspended', status: 'True' }] };
      }
      return {
        succeeded: spec.completions ?? 1,
        conditions: [{ type: 'Complete', status: 'True' }],
      };
    default:
      return undefined;
  }
}
