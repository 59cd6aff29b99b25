import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { ClusterError } from '../clusters/ClusterError';
import { CALL_SECONDS } from '../clusters/Cluster';
import { listContent } from '../clusters/listContent';
import { OperationScope } from './OperationScope';
import type { PhaseResult } from './Reconciler';

const NEXT_LOOK_SECONDS = 2;

/** Asks for the end of the Namespace with our UID, and of no other. */
export async function deleteNamespace(
  scope: OperationScope,
): Promise<PhaseResult> {
  if (scope.stage('delete')?.state === 'Succeeded') return undefined;
  if (wasWaiting(scope)) {
    scope.noteStage('delete', 'Succeeded', 'It waited: nothing had been made');
    return undefined;
  }
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
    scope.noteDetails({ objects: await countObjects(scope) });
    const target = {
      apiVersion: 'v1',
      kind: 'Namespace',
      name: scope.environment.namespace,
      uid,
    };
    const event = { action: 'kubernetes.delete', target } as const;
    scope.noteEvent({ ...event, stage: 'attempt', reason: undefined });
    await scope.commit();
    try {
      await scope.cluster.deleteNamespace(
        scope.environment.namespace,
        uid,
        scope.fence,
      );
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

/** For a place on the cluster, or for somebody to agree: no worker had it, and the cluster has nothing of it. */
export function wasWaiting({ operation }: OperationScope): boolean {
  const { before } = operation.details;
  return before === 'Waiting' || before === 'AwaitingApproval';
}

/** For the receipt; what an earlier worker has counted was before anything was deleted. */
async function countObjects({
  cluster,
  environment: { id, namespace, manifests },
  details,
}: OperationScope): Promise<number> {
  if (details.objects !== undefined) return details.objects;
  const kinds = new Map(
    manifests
      .filter(({ kind }) => kind !== 'Namespace')
      .map(({ apiVersion, kind }) => [
        `${apiVersion}/${kind}`,
        { apiVersion, kind },
      ]),
  );
  const content = await listContent(cluster, namespace, [...kinds.values()]);
  return content.filter(
    ({ metadata }) => metadata.labels?.[LABEL_ENVIRONMENT] === id,
  ).length;
}

/**
 * A worker that was creating the Namespace when the deletion was asked for may
 * make one last call until its lease and that call have run out.
 */
function mayStillBeMade(scope: OperationScope): boolean {
  return scope.operation.ageSeconds < scope.leaseSeconds + CALL_SECONDS;
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
