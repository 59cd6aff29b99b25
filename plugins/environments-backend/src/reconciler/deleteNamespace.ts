import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { ClusterError } from '../clusters/ClusterError';
import { CALL_SECONDS } from '../clusters/Cluster';
import { LEASE_SECONDS, OperationScope } from './OperationScope';
import type { PhaseResult } from './Reconciler';

const NEXT_LOOK_SECONDS = 2;

/** Asks for the end of the Namespace with our UID, and of no other. */
export async function deleteNamespace(
  scope: OperationScope,
): Promise<PhaseResult> {
  if (scope.stage('delete')?.state === 'Succeeded') return undefined;
  scope.noteStage('delete', 'Running');
  await scope.commit();

  const uid = scope.environment.namespaceUid ?? (await findUid(scope));
  if (!uid && mayStillBeMade(scope)) {
    scope.noteStage(
      'delete',
      'Running',
      'Making sure that no creation is still under way',
    );
    return { requeueAfterSeconds: NEXT_LOOK_SECONDS };
  }
  if (uid) {
    scope.noteEnvironment({ namespaceUid: uid });
    const target = { apiVersion: 'v1', kind: 'Namespace', uid };
    const event = { action: 'kubernetes.delete', target } as const;
    scope.noteEvent({ ...event, stage: 'attempt', reason: undefined });
    await scope.commit();
    try {
      scope.assertHeld();
      await scope.cluster.deleteNamespace(scope.environment.namespace, uid);
    } catch (error) {
      scope.noteEvent({
        ...event,
        stage: ClusterError.isUnanswered(error) ? 'unknown' : 'failed',
        reason: error instanceof Error ? error.message : String(error),
      });
      throw error;
    }
    scope.noteEvent({ ...event, stage: 'succeeded', reason: undefined });
  }
  scope.noteStage('delete', 'Succeeded');
  return undefined;
}

/**
 * A worker that was creating the Namespace when the deletion was asked for may
 * make one last call until its lease and that call have run out.
 */
function mayStillBeMade(scope: OperationScope): boolean {
  return scope.operation.ageSeconds < LEASE_SECONDS + CALL_SECONDS;
}

/** A creation that was cut short may have made the Namespace and not have noted it. */
async function findUid(scope: OperationScope): Promise<string | undefined> {
  const { id, namespace } = scope.environment;
  const found = await scope.cluster.get({
    apiVersion: 'v1',
    kind: 'Namespace',
    name: namespace,
  });
  return found?.metadata.labels?.[LABEL_ENVIRONMENT] === id
    ? found.metadata.uid
    : undefined;
}
