import { Knex } from 'knex';
import { TestEngine } from './createTestEngine';
import { CrashPlan } from './crashingWorker';
import { killWorker } from './killWorker';

/** Where a worker dies. */
export type Crash = Pick<CrashPlan, 'method' | 'call' | 'when'>;

/** A worker dies in the midst of the operation, and its lease is over. */
export async function crash(
  { knex, engine }: { knex: Knex; engine: TestEngine },
  plan: Omit<CrashPlan, 'connection'>,
): Promise<void> {
  await killWorker(knex, plan);
  expect(await engine.store.operations.get(plan.operationId)).toMatchObject({
    state: 'Running',
  });
  await engine.expireLease(plan.operationId);
}

/** Each attempt has its end, the operation as a whole exactly one, and all are correlated. */
export async function expectWholeTrail(
  engine: TestEngine,
  operationId: string,
  action: string,
): Promise<void> {
  const trail = await engine.trail(operationId);
  const count = (stages: string[], prefix: string) =>
    trail.filter(
      record =>
        stages.includes(record.stage) && record.action.startsWith(prefix),
    ).length;
  expect(count(['succeeded', 'failed', 'unknown'], 'kubernetes.')).toBe(
    count(['attempt'], 'kubernetes.'),
  );
  expect(count(['succeeded'], action)).toBe(1);
  expect(new Set(trail.map(({ correlationId }) => correlationId)).size).toBe(1);
}
