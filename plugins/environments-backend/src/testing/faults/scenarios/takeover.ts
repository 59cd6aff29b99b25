import { createFaultEngine } from '../createFaultEngine';
import { isChange } from '../faults';
import { findBreaches } from '../findBreaches';
import { newSubject } from '../goThrough';
import { faultOperations } from '../operations';
import { startVictimProcess } from '../victimProcess';
import { Scenario, ScenarioLab, waitUntil } from './Scenario';
import { work } from './liveBackend';

/** The lease of 10 s, the sweep every 10 s, and what the operation itself takes. */
const DONE_WITHIN_SECONDS = 40;

/** In real time, without a hand that moves leases: a second backend is all there is. */
export const takeover: Scenario = {
  name: 'takeover',
  title: 'kill -9, and another backend in real time',
  operation: faultOperations.map(({ kind }) => kind).join(', '),
  async run(lab: ScenarioLab) {
    const engine = await createFaultEngine({
      connection: lab.connection,
      cluster: lab.rescuer.cluster,
    });
    const prepared = await Promise.all(
      faultOperations.map(async operation => ({
        operation,
        subject: await operation.prepare(lab.rescuer, newSubject()),
        victim: await startVictimProcess(lab),
      })),
    );
    const backend = await work(engine);
    try {
      const seconds = await Promise.all(
        prepared.map(async ({ operation, subject, victim }) => {
          const { name } = operation;
          victim.strikeApi({
            effect: { kind: 'cutAfter' },
            matches: isChange,
            onStrike: () => victim.kill(),
          });
          await victim.carryOut({ name, subject });
          const began = performance.now();
          const id = await operation.request(engine, subject);
          await waitUntil(`${name} done`, DONE_WITHIN_SECONDS, async () =>
            Boolean((await engine.store.operations.get(id))!.finishedAt),
          );
          const took = Math.round((performance.now() - began) / 1000);
          return { took, found: await findBreaches(engine, operation, id) };
        }),
      );
      return {
        points: seconds.length,
        breaches: seconds.flatMap(({ found }) => found),
        note: `done after ${seconds.map(({ took }) => `${took} s`).join(', ')}`,
      };
    } finally {
      await Promise.all(prepared.map(({ victim }) => victim.stop()));
      await backend.stop();
    }
  },
};
