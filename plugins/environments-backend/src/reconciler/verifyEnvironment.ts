import { setTimeout as wait } from 'node:timers/promises';
import { Cluster } from '../clusters/Cluster';
import { withCondition } from '../domain/conditions';
import { Obstacle } from '../domain/Obstacle';
import { ownerQuestions } from '../domain/ownerQuestions';
import {
  VerificationFacts,
  VerificationSubject,
  describeProof,
  findObstacle,
} from '../domain/verification';
import { OperationScope } from './OperationScope';
import { PhaseFailure } from './PhaseFailure';
import type { PhaseResult } from './Reconciler';
import { gatherFacts } from './gatherFacts';

/** A service account and a quota's first count come within 0.2 s on a healthy cluster. */
const FIRST_LOOK_MILLISECONDS = 3_000;
const SHORTEST_PAUSE_MILLISECONDS = 10;
const LONGEST_PAUSE_MILLISECONDS = 100;
const NEXT_LOOK_SECONDS = 2;
const GIVE_UP_MILLISECONDS = 5 * 60_000;

/**
 * Goes on when, and only when, the cluster shows that the environment is what it
 * should be. Proven once for each operation; `runChecks` calls it Ready then.
 */
export async function verifyEnvironment(
  scope: OperationScope,
): Promise<PhaseResult> {
  if (scope.stage('verify')?.state === 'Succeeded') return undefined;
  scope.noteStage('verify', 'Running', scope.stage('verify')?.message);
  const began = performance.now();
  let pause = SHORTEST_PAUSE_MILLISECONDS;
  // To look changes nothing, so it need not wait for what was done to be
  // written; but what it finds is dealt with after that.
  const beginning = begin(scope);
  beginning.catch(() => {});
  await scope.commit();
  const { cluster, subject, facts } = await beginning;
  let seen = facts;
  let obstacle = findObstacle(subject, seen);
  while (
    obstacle &&
    !obstacle.final &&
    performance.now() - began < FIRST_LOOK_MILLISECONDS
  ) {
    await wait(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
    seen = await gatherFacts(cluster, subject, () => scope.listAccess(), seen);
    obstacle = findObstacle(subject, seen);
  }

  if (obstacle) {
    const since = Date.parse(scope.stage('verify')!.startedAt!);
    if (obstacle.final || Date.now() - since > GIVE_UP_MILLISECONDS) {
      fail(scope, obstacle);
    }
    scope.noteStage('verify', 'Running', obstacle.message);
    return { requeueAfterSeconds: NEXT_LOOK_SECONDS };
  }

  scope.noteStage('verify', 'Succeeded');
  const now = new Date();
  scope.noteEnvironment({
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
        type: 'ConformanceProven',
        status: 'True',
        reason: 'Tried',
        message: describeProof(subject, seen),
      },
      now,
    ),
  });
  return undefined;
}

/** The first look at the cluster. */
async function begin(scope: OperationScope): Promise<{
  cluster: Cluster;
  subject: VerificationSubject;
  facts: VerificationFacts;
}> {
  const { cluster, environment } = scope;
  const { namespace, manifests } = environment;
  const neighbour = await scope.findNeighbour();
  const questions = ownerQuestions(namespace, manifests, neighbour);
  const subject = { namespace, manifests, questions };
  const facts = await gatherFacts(cluster, subject, () => scope.listAccess());
  return { cluster, subject, facts };
}

function fail(scope: OperationScope, { reason, message }: Obstacle): never {
  scope.noteEnvironment({
    conditions: withCondition(
      scope.environment.conditions,
      { type: 'ConformanceProven', status: 'False', reason, message },
      new Date(),
    ),
  });
  throw new PhaseFailure(reason, message);
}
