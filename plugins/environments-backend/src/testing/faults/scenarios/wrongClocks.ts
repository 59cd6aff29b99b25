import { ApiCall } from '../ApiServerProxy';
import { bringToEnd } from '../bringToEnd';
import { isChange } from '../faults';
import { findBreaches } from '../findBreaches';
import { newSubject } from '../goThrough';
import { FaultOperation } from '../FaultCase';
import { faultOperations } from '../operations';
import { startVictimProcess } from '../victimProcess';
import { Scenario, ScenarioLab } from './Scenario';

const HOUR = 3600;

/** Where the backend with the wrong clock dies: it has begun something and noted when. */
const deaths: [string, (call: ApiCall) => boolean][] = [
  ['does all', () => false],
  ['dies after a change', isChange],
  ['dies while it looks', ({ path }) => path.includes('accessreviews')],
];

/**
 * A backend whose clock is an hour ahead, or behind, does each operation from its
 * beginning to its end; or it dies in its midst, and one with the right clock goes
 * on from what it wrote.
 */
export const wrongClocks: Scenario = {
  name: 'clock',
  title: 'clock of a backend off by an hour, either way',
  operation: faultOperations.map(({ kind }) => kind).join(', '),
  aside: true,
  async run(lab: ScenarioLab) {
    const breaches: string[] = [];
    let points = 0;
    for (const clockAheadSeconds of [HOUR, -HOUR]) {
      for (const operation of faultOperations) {
        for (const [title, dies] of deaths) {
          const found = await runOne(lab, operation, clockAheadSeconds, dies);
          const what = `${operation.kind}, ${clockAheadSeconds} s ahead, ${title}`;
          breaches.push(...found.map(breach => `${what}: ${breach}`));
          points += 1;
        }
      }
    }
    return { points, breaches };
  },
};

async function runOne(
  lab: ScenarioLab,
  operation: FaultOperation,
  clockAheadSeconds: number,
  dies: (call: ApiCall) => boolean,
): Promise<string[]> {
  const { rescuer } = lab;
  const victim = await startVictimProcess({ ...lab, clockAheadSeconds });
  try {
    const subject = await operation.prepare(rescuer, newSubject());
    victim.strikeApi({
      effect: { kind: 'cutAfter' },
      matches: dies,
      onStrike: () => victim.kill(),
    });
    await victim.carryOut({ name: operation.name, subject });
    const operationId = await operation.request(rescuer, subject);
    await bringToEnd(rescuer, operationId);
    return await findBreaches(rescuer, operation, operationId);
  } finally {
    await victim.stop();
  }
}
