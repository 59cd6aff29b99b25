import { setTimeout as wait } from 'node:timers/promises';
import {
  FrozenCheck,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { ObjectReference } from '../clusters/Cluster';
import { CheckedObject, ChecksVerdict, judgeChecks } from '../domain/checks';
import { withCondition } from '../domain/conditions';
import { OperationScope } from './OperationScope';
import { PhaseFailure } from './PhaseFailure';
import type { PhaseResult } from './Reconciler';

/** Most workloads are up in this time if their image is there; no job need be made to look again. */
const FIRST_LOOK_MILLISECONDS = 3_000;
const PAUSE_MILLISECONDS = 200;
const NEXT_LOOK_SECONDS = 2;

/** Calls the environment Ready once the template's own checks hold, if it has any. */
export async function runChecks(scope: OperationScope): Promise<PhaseResult> {
  const { checks } = scope.environment;
  if (checks.length > 0) {
    const result = await waitForChecks(scope, checks);
    if (result) return result;
  }
  const now = new Date();
  scope.noteEnvironment({
    readyAt: scope.environment.readyAt ?? now,
    conditions: withCondition(
      scope.environment.conditions,
      {
        type: 'Ready',
        status: 'True',
        reason: 'Verified',
        message: `Default service account, quota, isolation, pod security, bindings and the owner’s rights were seen on the cluster${
          checks.length > 0 ? ', and the template’s own checks hold' : ''
        }`,
      },
      now,
    ),
  });
  return undefined;
}

async function waitForChecks(
  scope: OperationScope,
  checks: FrozenCheck[],
): Promise<PhaseResult> {
  scope.noteStage('checks', 'Running', scope.stage('checks')?.message);
  await scope.commit();
  const since = Date.parse(
    scope.stage('checks')?.startedAt ?? new Date().toISOString(),
  );
  const began = performance.now();
  const look = async () =>
    judgeChecks(await lookAt(scope, checks), (Date.now() - since) / 1000);
  let verdict = await look();
  while (
    verdict.state === 'waiting' &&
    performance.now() - began < FIRST_LOOK_MILLISECONDS
  ) {
    await wait(PAUSE_MILLISECONDS);
    verdict = await look();
  }
  noteVerdict(scope, checks, verdict);
  switch (verdict.state) {
    case 'failed':
      throw new PhaseFailure('CheckFailed', verdict.message);
    case 'waiting':
      scope.noteStage('checks', 'Running', verdict.message);
      return { requeueAfterSeconds: NEXT_LOOK_SECONDS };
    default:
      scope.noteStage('checks', 'Succeeded');
      return undefined;
  }
}

/** Each object is read once, however many checks look at it. */
async function lookAt(
  { cluster, environment }: OperationScope,
  checks: FrozenCheck[],
): Promise<CheckedObject[]> {
  const reads = new Map<string, Promise<KubernetesObject | undefined>>();
  const read = (object: FrozenCheck['object']) => {
    const reference: ObjectReference = {
      ...object,
      namespace: environment.namespace,
    };
    const key = JSON.stringify([object.apiVersion, object.kind, object.name]);
    const reading = reads.get(key) ?? cluster.get(reference);
    reads.set(key, reading);
    return reading;
  };
  return Promise.all(
    checks.map(async check => ({ check, object: await read(check.object) })),
  );
}

function noteVerdict(
  scope: OperationScope,
  checks: FrozenCheck[],
  verdict: ChecksVerdict,
): void {
  const names = checks.map(({ name }) => name).join(', ');
  scope.noteEnvironment({
    conditions: withCondition(
      scope.environment.conditions,
      {
        type: 'ChecksPassed',
        ...(verdict.state === 'passed'
          ? {
              status: 'True',
              reason: 'Held',
              message: `Held on the cluster: ${names}`,
            }
          : {
              status: 'False',
              reason: verdict.state === 'failed' ? 'CheckFailed' : 'Waiting',
              message: verdict.message,
            }),
      },
      new Date(),
    ),
  });
}
