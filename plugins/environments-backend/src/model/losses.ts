import { Change } from './Change';
import { Run } from './Run';
import { EnvironmentView } from './World';
import { lose } from './strangers';

/** They bring back what somebody has deleted. */
const APPLYING = ['claim', 'revert', 'rollback', 'transfer', 'upgrade'];

/** Only of what nobody works on: what becomes of it in the midst of an operation is open. */
export async function loseSomething(
  run: Run,
  environment: EnvironmentView,
): Promise<Change | undefined> {
  const { id, phase } = environment;
  if (phase !== 'Ready' || run.frozen.length > 0) return undefined;
  if (!(await lose(run.engine, environment))) return undefined;
  const known = run.world.operations.map(operation => operation.id);
  run.lost.set(id, known);
  await run.engine.sweeps.drift.run();
  return { may: ['drifted'] };
}

/** Nothing has brought it back. */
export function isStillLost(run: Run, id: string): boolean {
  const known = run.lost.get(id);
  return (
    known !== undefined &&
    !run.world.operations.some(
      ({ id: operationId, environmentId, kind, state }) =>
        environmentId === id &&
        !known.includes(operationId) &&
        state === 'Succeeded' &&
        APPLYING.includes(kind),
    )
  );
}
