import { ObjectKind } from './Cluster';
import { ClusterError } from './ClusterError';

/**
 * Field manager of the sizes that hibernation gives. Another one than that of the
 * template's objects, so that the fields of those stay told apart from it.
 */
export const HIBERNATION_MANAGER = 'sandlot-hibernation';

/** How large a workload is to be: so many pods, or none until it goes on. */
export type WorkloadScale = { replicas: number } | { suspend: boolean };

/** The kinds that have a size, and the field of `spec` that holds it. */
const SIZED: (ObjectKind & { field: 'replicas' | 'suspend' })[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment', field: 'replicas' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', field: 'replicas' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', field: 'replicas' },
  // Before what they make.
  { apiVersion: 'batch/v1', kind: 'CronJob', field: 'suspend' },
  { apiVersion: 'batch/v1', kind: 'Job', field: 'suspend' },
];

/** The kinds of workload that have a size. */
export const WORKLOAD_KINDS: readonly ObjectKind[] = SIZED.map(
  ({ apiVersion, kind }) => ({ apiVersion, kind }),
);

/** The field of `spec` that holds the size of a kind; undefined if it has none. */
export function sizeFieldOf({ apiVersion, kind }: ObjectKind) {
  return SIZED.find(one => one.kind === kind && one.apiVersion === apiVersion)
    ?.field;
}

/** @throws ClusterError `Refused` for a size that the kind does not have */
export function requireScalable(
  kind: ObjectKind & { name: string },
  scale: WorkloadScale,
): void {
  const field = sizeFieldOf(kind);
  if (field === undefined || !(field in scale)) {
    throw new ClusterError(
      'Refused',
      `${kind.kind} "${kind.name}" has no ${Object.keys(scale)}: ${SIZED.map(
        one => `${one.kind} has ${one.field}`,
      ).join(', ')}`,
    );
  }
}
