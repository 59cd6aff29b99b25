import { Wave } from '@sandlot/plugin-environments-common';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { ClusterError } from '../clusters/ClusterError';
import { isSameObject } from '../domain/objectIdentity';
import { pinned } from '../domain/pinned';
import { stageOf } from '../domain/stages';
import { ConditionType, withCondition } from '../domain/conditions';
import { OperationScope } from './OperationScope';
import { requireSameNamespace } from './requireSameNamespace';

const waves: [Wave, ConditionType, string][] = [
  ['namespace', 'NamespaceCreated', 'The namespace is there'],
  [
    'policies',
    'PoliciesApplied',
    'Quota, limits, network policy and access are applied',
  ],
  ['workloads', 'WorkloadsApplied', 'The workloads are applied'],
];

/** Makes the objects that the operation is about, wave by wave, each wave at once. */
export async function applyWaves(scope: OperationScope): Promise<undefined> {
  const { kind, details } = scope.operation;
  let isKnown = false;
  for (const [wave, condition, message] of waves) {
    const manifests = scope.environment.manifests.filter(
      manifest =>
        stageOf(kind, manifest) === wave &&
        (!details.only || details.only.some(isSameObject(manifest))),
    );
    if (manifests.length === 0 || scope.stage(wave)?.state === 'Succeeded') {
      continue;
    }
    // What is made in this wave is ours; between two tries it may have been replaced.
    if (!isKnown && wave !== 'namespace') await requireSameNamespace(scope);
    isKnown = true;
    scope.noteStage(wave, 'Running');
    for (const manifest of manifests) note(scope, 'attempt', manifest);
    await scope.commit();

    await applyAll(scope, manifests);

    scope.noteStage(wave, 'Succeeded');
    scope.noteEnvironment({
      conditions: withCondition(
        scope.environment.conditions,
        { type: condition, status: 'True', reason: 'Applied', message },
        new Date(),
      ),
    });
  }
}

/** What was done is noted for each object, also when another one failed. */
async function applyAll(
  scope: OperationScope,
  manifests: KubernetesObject[],
): Promise<void> {
  const results = await Promise.allSettled(
    manifests.map(manifest =>
      isToBeMade(scope, manifest)
        ? scope.cluster.createNamespace(manifest, scope.fence)
        : scope.cluster.apply(pinned(scope.environment, manifest), scope.fence),
    ),
  );
  let firstFault: unknown;
  results.forEach((result, index) => {
    const manifest = manifests[index];
    if (result.status === 'fulfilled') {
      if (isToBeMade(scope, manifest)) {
        scope.noteEnvironment({ namespaceUid: result.value.metadata.uid });
      }
      note(scope, 'succeeded', manifest, { uid: result.value.metadata.uid });
      return;
    }
    const fault = result.reason;
    firstFault ??=
      fault instanceof ClusterError ? naming(fault, manifest) : fault;
    note(
      scope,
      ClusterError.isUnanswered(fault) ? 'unknown' : 'failed',
      manifest,
      {
        reason: fault instanceof Error ? fault.message : String(fault),
      },
    );
  });
  if (firstFault) throw firstFault;
}

/** A Namespace is made once; after that it is applied, to the one with our UID. */
function isToBeMade(scope: OperationScope, { kind }: KubernetesObject) {
  return kind === 'Namespace' && scope.operation.kind === 'create';
}

function note(
  scope: OperationScope,
  stage: 'attempt' | 'succeeded' | 'failed' | 'unknown',
  manifest: KubernetesObject,
  known: { uid?: string; reason?: string } = {},
): void {
  scope.noteEvent({
    stage,
    action: isToBeMade(scope, manifest)
      ? 'kubernetes.create'
      : 'kubernetes.apply',
    target: {
      apiVersion: manifest.apiVersion,
      kind: manifest.kind,
      name: manifest.metadata.name,
      uid: known.uid,
    },
    reason: known.reason,
  });
}

function naming(fault: ClusterError, manifest: KubernetesObject): ClusterError {
  return new ClusterError(
    fault.reason,
    `${manifest.kind} ${manifest.metadata.name}: ${fault.message}`,
    {
      status: fault.status,
      retryAfterSeconds: fault.retryAfterSeconds,
      cause: fault,
    },
  );
}
