import { ClusterError } from '../clusters/ClusterError';
import { WorkloadScale } from '../clusters/workloads';
import { WorkloadSize } from '../database/rows';
import { OperationScope } from './OperationScope';

export interface Resize {
  /** As it is now. */
  of: WorkloadSize;
  to: WorkloadScale;
}

/**
 * Gives all of these their sizes, each with its records. What else was noted is
 * written before the first call.
 *
 * @returns those that were gone when their turn came
 */
export async function resizeAll(
  scope: OperationScope,
  resizes: readonly Resize[],
): Promise<WorkloadSize[]> {
  if (resizes.length === 0) return [];
  for (const resize of resizes) note(scope, 'attempt', resize, said(resize));
  await scope.commit();

  const { namespace } = scope.environment;
  const results = await Promise.allSettled(
    resizes.map(({ of: { apiVersion, kind, name, uid }, to }) =>
      scope.cluster.resize(
        { apiVersion, kind, name, namespace },
        uid,
        to,
        scope.fence,
      ),
    ),
  );
  const gone: WorkloadSize[] = [];
  results.forEach((result, index) => {
    const resize = resizes[index];
    if (result.status === 'rejected') {
      const { reason } = result;
      note(
        scope,
        ClusterError.isUnanswered(reason) ? 'unknown' : 'failed',
        resize,
        reason instanceof Error ? reason.message : String(reason),
      );
      return;
    }
    if (!result.value) gone.push(resize.of);
    note(
      scope,
      'succeeded',
      resize,
      result.value ? said(resize) : 'It was gone already',
    );
  });
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return gone;
}

function said({ of, to }: Resize): string {
  if ('replicas' in to) {
    return `From ${of.replicas} to ${to.replicas} replicas`;
  }
  return to.suspend ? 'Suspended' : 'Not suspended any more';
}

function note(
  scope: OperationScope,
  stage: 'attempt' | 'succeeded' | 'failed' | 'unknown',
  { of: { apiVersion, kind, name, uid } }: Resize,
  reason: string,
): void {
  scope.noteEvent({
    stage,
    action: 'kubernetes.scale',
    target: { apiVersion, kind, name, uid },
    reason,
  });
}
