import { setTimeout as wait } from 'node:timers/promises';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Cluster } from '../clusters/Cluster';
import { EnvironmentRow } from '../database/rows';
import { withCondition } from '../domain/conditions';
import {
  VerificationFacts,
  findObstacle,
  isCounted,
  ownerQuestions,
  ownerUser,
} from '../domain/verification';
import { OperationScope } from './OperationScope';
import { PhaseFailure } from './PhaseFailure';
import type { PhaseResult } from './Reconciler';

/** A service account and a quota's first count come within 0.2 s on a healthy cluster. */
const FIRST_LOOK_MILLISECONDS = 3_000;
const SHORTEST_PAUSE_MILLISECONDS = 10;
const LONGEST_PAUSE_MILLISECONDS = 100;
const NEXT_LOOK_SECONDS = 2;
const GIVE_UP_MILLISECONDS = 5 * 60_000;

/** Calls the environment Ready when, and only when, the cluster shows that it is. */
export async function verifyEnvironment(
  scope: OperationScope,
): Promise<PhaseResult> {
  scope.noteStage('verify', 'Running', scope.stage('verify')?.message);
  const began = performance.now();
  let pause = SHORTEST_PAUSE_MILLISECONDS;
  // To look changes nothing, so it need not wait for what was done to be
  // written; but what it finds is dealt with after that.
  const looking = look(scope);
  looking.catch(() => {});
  await scope.commit();
  let seen = await looking;
  let obstacle = findObstacle(scope.environment.namespace, seen);
  while (obstacle && performance.now() - began < FIRST_LOOK_MILLISECONDS) {
    await wait(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
    seen = await look(scope, seen);
    obstacle = findObstacle(scope.environment.namespace, seen);
  }

  if (obstacle) {
    const since = Date.parse(scope.stage('verify')!.startedAt!);
    if (Date.now() - since > GIVE_UP_MILLISECONDS) {
      throw new PhaseFailure(obstacle.reason, obstacle.message);
    }
    scope.noteStage('verify', 'Running', obstacle.message);
    return { requeueAfterSeconds: NEXT_LOOK_SECONDS };
  }

  const now = new Date();
  scope.noteStage('verify', 'Succeeded');
  scope.noteEnvironment({
    phase: 'Ready',
    readyAt: now,
    conditions: withCondition(
      withCondition(
        scope.environment.conditions,
        {
          type: 'AccessVerified',
          status: 'True',
          reason: 'Answered',
          message: 'The cluster lets the owner work here, and nowhere else',
        },
        now,
      ),
      {
        type: 'Ready',
        status: 'True',
        reason: 'Verified',
        message:
          'Default service account, quota, bindings and the owner’s rights were seen on the cluster',
      },
      now,
    ),
  });
  return undefined;
}

/** Looks at what has not been seen yet, and gives up where waiting won't help. */
async function look(
  scope: OperationScope,
  seen: VerificationFacts = { quotas: {}, bindings: {}, access: [] },
): Promise<VerificationFacts> {
  const { cluster, environment } = scope;
  const facts = await gather(cluster, environment, seen);
  const obstacle = findObstacle(environment.namespace, facts);
  if (obstacle?.final) {
    throw new PhaseFailure(obstacle.reason, obstacle.message);
  }
  return facts;
}

async function gather(
  cluster: Cluster,
  { namespace, manifests }: EnvironmentRow,
  seen: VerificationFacts,
): Promise<VerificationFacts> {
  const owner = ownerUser(namespace);
  const each = async (
    kind: string,
    known: (name: string) => KubernetesObject | undefined,
  ) =>
    Object.fromEntries(
      await Promise.all(
        manifests
          .filter(manifest => manifest.kind === kind)
          .map(async manifest => {
            const { name } = manifest.metadata;
            return [
              name,
              known(name) ?? (await cluster.get(referenceTo(manifest))),
            ];
          }),
      ),
    );
  const [defaultServiceAccount, quotas, bindings, access] = await Promise.all([
    seen.defaultServiceAccount ??
      cluster.get({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: 'default',
        namespace,
      }),
    each('ResourceQuota', name =>
      isCounted(seen.quotas[name]) ? seen.quotas[name] : undefined,
    ),
    each('RoleBinding', name => seen.bindings[name]),
    Promise.all(
      ownerQuestions(namespace).map(({ expected, ...question }, index) =>
        seen.access[index] === expected
          ? expected
          : cluster.isAllowed({ ...owner, ...question }),
      ),
    ),
  ]);
  return { defaultServiceAccount, quotas, bindings, access };
}

function referenceTo(manifest: KubernetesObject) {
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    name: manifest.metadata.name,
    namespace: manifest.metadata.namespace,
  };
}
