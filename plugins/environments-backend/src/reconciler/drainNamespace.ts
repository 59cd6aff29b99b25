import { Blocker } from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  LABEL_ENVIRONMENT,
} from '@sandlot/plugin-environments-node';
import { listContent } from '../clusters/listContent';
import { findBlockers, openConditions } from '../domain/blockers';
import { withCondition } from '../domain/conditions';
import { wasWaiting } from './deleteNamespace';
import { OperationScope } from './OperationScope';
import type { PhaseResult } from './Reconciler';

const SOONEST_LOOK_SECONDS = 1;
const LATEST_LOOK_SECONDS = 30;
/** Until then most of what is there goes by itself. */
const BLOCKED_AFTER_SECONDS = 5;

/** Waits for the Namespace to be gone, and says what holds it. No finalizer is ever stripped. */
export async function drainNamespace(
  scope: OperationScope,
): Promise<PhaseResult> {
  const { namespace, namespaceUid } = scope.environment;
  const found = wasWaiting(scope)
    ? undefined
    : await scope.cluster.get({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: namespace,
      });
  const now = new Date();
  if (found && !namespaceUid && isOf(scope.environment.id, found)) {
    // Made after all, by a worker that was taken for dead.
    scope.noteStage('delete', 'Running');
    return { requeueAfterSeconds: SOONEST_LOOK_SECONDS };
  }
  if (found && found.metadata.uid === namespaceUid) {
    const message = whatHolds(found);
    scope.noteDetails({ blockers: await lookForBlockers(scope, found) });
    scope.noteStage('drain', 'Running', message);
    scope.noteEnvironment({
      conditions: withCondition(
        scope.environment.conditions,
        {
          type: 'NamespaceDeleted',
          status: 'False',
          reason: 'Terminating',
          message,
        },
        now,
      ),
    });
    return {
      // What is stuck for long is looked at less often.
      requeueAfterSeconds: Math.min(
        LATEST_LOOK_SECONDS,
        Math.max(SOONEST_LOOK_SECONDS, scope.operation.ageSeconds / 20),
      ),
    };
  }
  scope.noteStage('drain', 'Succeeded');
  scope.noteEnvironment({
    deletedAt: now,
    conditions: withCondition(
      scope.environment.conditions,
      {
        type: 'NamespaceDeleted',
        status: 'True',
        reason: 'Gone',
        message: 'The namespace and all that was in it are gone',
      },
      now,
    ),
  });
  return undefined;
}

function isOf(environmentId: string, namespace: KubernetesObject): boolean {
  return namespace.metadata.labels?.[LABEL_ENVIRONMENT] === environmentId;
}

async function lookForBlockers(
  { cluster, operation }: OperationScope,
  found: KubernetesObject,
): Promise<Blocker[]> {
  const isBlocked =
    operation.ageSeconds >= BLOCKED_AFTER_SECONDS &&
    openConditions(found).length > 0;
  return isBlocked
    ? findBlockers(found, await listContent(cluster, found.metadata.name))
    : [];
}

/** The namespace controller's own words on what remains. */
function whatHolds(namespace: KubernetesObject): string {
  const open = openConditions(namespace).map(({ message }) => message);
  return open.length > 0
    ? open.join('; ')
    : 'The cluster is deleting what is in the namespace';
}
