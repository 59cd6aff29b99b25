import {
  KubernetesObject,
  LABEL_ENVIRONMENT,
} from '@sandlot/plugin-environments-node';
import { AuditEvent } from '../audit/AuditEvent';
import { ClusterError } from '../clusters/ClusterError';
import { OperationScope } from './OperationScope';
import { PhaseFailure } from './PhaseFailure';
import type { PhaseResult } from './Reconciler';

const NEXT_LOOK_SECONDS = 1;
const GIVE_UP_MILLISECONDS = 5 * 60_000;

/**
 * Removes what the environment had and is not to have any more, and waits until
 * it is gone. An object that does not carry our label, or another environment's,
 * is somebody else's under the same name, and stays.
 */
export async function pruneObjects(
  scope: OperationScope,
): Promise<PhaseResult> {
  const stage = scope.stage('prune');
  if (!stage || stage.state === 'Succeeded') return undefined;
  scope.noteStage('prune', 'Running', stage.message);

  const present = await findOurs(scope);
  const wanted = present.filter(({ metadata }) => !metadata.deletionTimestamp);
  if (wanted.length > 0) {
    for (const object of wanted) note(scope, 'attempt', object);
    await scope.commit();
    await deleteAll(scope, wanted);
  }
  const remaining = present.length > 0 ? await findOurs(scope) : [];
  if (remaining.length === 0) {
    scope.noteStage('prune', 'Succeeded');
    return undefined;
  }

  const names = remaining
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .join(', ');
  const since = Date.parse(scope.stage('prune')!.startedAt!);
  if (Date.now() - since > GIVE_UP_MILLISECONDS) {
    throw new PhaseFailure('NotRemoved', `Still there: ${names}`);
  }
  scope.noteStage('prune', 'Running', `Waiting until it is gone: ${names}`);
  return { requeueAfterSeconds: NEXT_LOOK_SECONDS };
}

async function findOurs(scope: OperationScope): Promise<KubernetesObject[]> {
  const { id, namespace } = scope.environment;
  const found = await Promise.all(
    (scope.operation.details.prune ?? []).map(object =>
      scope.cluster.get({ ...object, namespace }),
    ),
  );
  return found.filter(
    (object): object is KubernetesObject =>
      object?.metadata.labels?.[LABEL_ENVIRONMENT] === id,
  );
}

/** What was done is noted for each object, also when another one failed. */
async function deleteAll(
  scope: OperationScope,
  objects: KubernetesObject[],
): Promise<void> {
  const { namespace } = scope.environment;
  const results = await Promise.allSettled(
    objects.map(({ apiVersion, kind, metadata }) =>
      scope.cluster.deleteObject(
        { apiVersion, kind, name: metadata.name, namespace },
        metadata.uid!,
        scope.fence,
      ),
    ),
  );
  results.forEach((result, index) => {
    if (result.status === 'fulfilled') {
      note(scope, 'succeeded', objects[index]);
      return;
    }
    const { reason } = result;
    note(
      scope,
      ClusterError.isUnanswered(reason) ? 'unknown' : 'failed',
      objects[index],
      reason instanceof Error ? reason.message : String(reason),
    );
  });
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

function note(
  scope: OperationScope,
  stage: AuditEvent['stage'],
  { apiVersion, kind, metadata }: KubernetesObject,
  reason?: string,
): void {
  scope.noteEvent({
    stage,
    action: 'kubernetes.delete',
    target: { apiVersion, kind, name: metadata.name, uid: metadata.uid },
    reason,
  });
}
