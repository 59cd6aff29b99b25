import { FreezingLab, freezeAt, freezingPlaces } from '../freezeAt';
import { FaultOperation } from '../FaultCase';
import { faultOperations } from '../operations';
import { startVictimProcess } from '../victimProcess';
import { Scenario, ScenarioLab, ScenarioResult } from './Scenario';

const LEASE_SECONDS = 2;

/** In real time: who is stopped looks at a clock that nobody can move. */
export const frozenWorkers: Scenario = {
  name: 'freeze',
  title: 'SIGSTOP past the lease, and SIGCONT when another backend is done',
  operation: faultOperations.map(({ kind }) => kind).join(', '),
  aside: true,
  async run(lab) {
    const all = await Promise.all(
      faultOperations.map(operation => goThrough(lab, operation)),
    );
    return {
      points: all.reduce((sum, { points }) => sum + points, 0),
      breaches: all.flatMap(({ breaches }) => breaches),
      note: 'after each commit, in each transaction, at each change',
    };
  },
};

/** At each call of each place, with a pair of backends for the operation. */
async function goThrough(
  { rescuer, connection, kubeconfig }: ScenarioLab,
  operation: FaultOperation,
): Promise<ScenarioResult> {
  const backend = { connection, kubeconfig, leaseSeconds: LEASE_SECONDS };
  const [first, second] = await Promise.all([
    startVictimProcess(backend),
    startVictimProcess(backend),
  ]);
  const lab: FreezingLab = { rescuer, first, second };
  const result = { points: 0, breaches: [] as string[] };
  try {
    for (const place of freezingPlaces) {
      for (let call = 1; ; call += 1) {
        const found = await freezeAt(lab, operation, place, call);
        if (!found.isReached) break;
        result.points += 1;
        const what = `${operation.kind}, ${place.title}, call ${call}`;
        result.breaches.push(...found.breaches.map(one => `${what}: ${one}`));
      }
    }
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
  return result;
}
