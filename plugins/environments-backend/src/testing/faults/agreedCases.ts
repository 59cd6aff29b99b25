import { Subject, askLifecycle, makeShop, requestUpgrade } from './askFor';
import { APPROVER, FaultEngine } from './createFaultEngine';
import { FaultOperation, operationCase } from './FaultCase';
import { expected } from './expected';

/** Later than the template gives. */
const UNTIL = new Date(Date.now() + 60 * 86_400_000).toISOString();

/** Changes that wait until somebody else has agreed. */
export const agreedCases: FaultOperation[] = [
  waitingCase({
    name: 'agreed lease',
    kind: 'extend',
    endsAs: 'Ready',
    replicas: 1,
    approvals: 1,
    leavesClusterAlone: true,
    prepare: makeShop,
    request: (engine, subject) =>
      agreed(
        engine,
        askLifecycle(engine, subject, {
          kind: 'extend',
          until: UNTIL,
          reason: 'It is needed',
        }),
      ),
    async findMore({ store }, operationId) {
      const { environmentId, details } = (await store.operations.get(
        operationId,
      ))!;
      const { expiresAt } = (await store.environments.get(environmentId))!;
      const { until } = details.change!.request as { until?: string };
      return expected('the lease ends at', expiresAt?.toISOString(), until);
    },
  }),
  waitingCase({
    name: 'agreed upgrade',
    kind: 'upgrade',
    endsAs: 'Ready',
    replicas: 1,
    approvals: 1,
    leavesClusterAlone: true,
    prepare: enlargeable,
    request: (engine, subject) =>
      agreed(engine, requestUpgrade(engine, subject)),
    async findMore({ store, cluster }, operationId) {
      const { environmentId } = (await store.operations.get(operationId))!;
      const { namespace } = (await store.environments.get(environmentId))!;
      const settings = await cluster.get({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'settings',
        namespace,
      });
      const { tier } = (settings?.data ?? {}) as { tier?: string };
      return expected('on the cluster its size is', tier, 'large');
    },
  }),
];

/** It is struck until all have agreed: what workers do then is any other upgrade. */
function waitingCase(
  operation: Parameters<typeof operationCase>[0],
): FaultOperation {
  const whole = operationCase(operation);
  return {
    ...whole,
    async carryOut(engine, subject) {
      await whole.request(engine, subject);
      return subject.environmentId!;
    },
    async findBreaches(engine, subject) {
      await whole.carryOut(engine, subject);
      return whole.findBreaches(engine, subject);
    },
  };
}

/** One that may become larger, if somebody agrees. */
async function enlargeable(
  engine: FaultEngine,
  subject: Subject,
): Promise<Subject> {
  const made = await makeShop(engine, subject);
  const { revision } = (await engine.store.environments.get(
    made.environmentId!,
  ))!;
  return { ...made, revision, parameters: { tier: 'large' } };
}

/** Somebody else agrees; again, if they don't know whether they have. */
async function agreed(
  engine: FaultEngine,
  request: Promise<string>,
): Promise<string> {
  const operationId = await request;
  const { environmentId } = (await engine.store.operations.get(operationId))!;
  const all = await engine.store.approvals.ofEnvironments([environmentId]);
  for (const { id, digest, operationId: of } of all) {
    if (of !== operationId) continue;
    await engine.approvals.decide(engine.newCaller(APPROVER), id, {
      decision: 'approve',
      digest,
    });
  }
  return operationId;
}
