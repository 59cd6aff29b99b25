import { WORKLOAD_KINDS } from '../clusters/workloads';
import { WorkloadSize } from '../database/rows';
import { findUnscalable, sizeOf } from '../domain/workloadSizes';
import { OperationScope } from './OperationScope';

/** What runs, or could, in the namespace, whoever made it. */
export interface Workloads {
  sizes: WorkloadSize[];
  /** Names of what runs and can't be scaled. */
  unscalable: string[];
}

export async function findWorkloads({
  cluster,
  environment: { namespace },
}: OperationScope): Promise<Workloads> {
  const [pods, ...lists] = await Promise.all(
    [{ apiVersion: 'v1', kind: 'Pod' }, ...WORKLOAD_KINDS].map(kind =>
      cluster.listInNamespace(namespace, kind),
    ),
  );
  const workloads = lists.flat();
  return {
    sizes: workloads.flatMap(object => sizeOf(object) ?? []),
    unscalable: findUnscalable(pods, workloads),
  };
}
