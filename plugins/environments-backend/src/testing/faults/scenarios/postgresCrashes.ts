import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { createFaultEngine } from '../createFaultEngine';
import { findBreaches } from '../findBreaches';
import { newSubject } from '../goThrough';
import { FaultOperation } from '../FaultCase';
import { faultOperation } from '../operations';
import { Scenario, ScenarioLab, waitUntil } from './Scenario';
import { work } from './liveBackend';

/** Seconds between two crashes. */
const PAUSES = [5, 8, 6, 10, 7, 9, 5];
const CLIENTS = 4;
const DONE_WITHIN_SECONDS = 120;

/**
 * A server process of PostgreSQL is killed, upon which PostgreSQL ends all others
 * and recovers from its log: harder than a restart, and away for as long.
 */
export const postgresCrashes: Scenario = {
  name: 'postgres-restarts',
  title: 'PostgreSQL crashes and recovers every 5-10 s, under load',
  operation: 'create, delete',
  alone: true,
  async run({ connection, rescuer }: ScenarioLab) {
    const engine = await createFaultEngine({
      connection,
      cluster: rescuer.cluster,
    });
    const backend = await work(engine);
    const breaches: string[] = [];
    let points = 0;
    let isOver = false;
    const see = async (operation: FaultOperation, operationId: string) => {
      await waitUntil(
        `operation ${operationId} done`,
        DONE_WITHIN_SECONDS,
        () =>
          insist(async () => {
            const row = await engine.store.operations.get(operationId);
            return Boolean(row?.finishedAt);
          }),
      );
      const found = await insist(() =>
        findBreaches(engine, operation, operationId),
      );
      breaches.push(...found);
      points += 1;
    };
    const client = async () => {
      const create = faultOperation('create');
      const remove = faultOperation('delete');
      while (!isOver) {
        const subject = newSubject();
        const createdId = await insist(() => create.request(engine, subject));
        await see(create, createdId);
        const made = await insist(() => engine.store.operations.get(createdId));
        const { environmentId } = made!;
        const deletedId = await insist(() =>
          remove.request(engine, { ...subject, environmentId }),
        );
        await see(remove, deletedId);
      }
    };
    const clients = Promise.all(Array.from({ length: CLIENTS }, client));
    clients.catch(() => {});
    try {
      for (const seconds of PAUSES) {
        await wait(seconds * 1000);
        await insist(() => crash(connection));
      }
      isOver = true;
      await clients;
      return { points, breaches, note: `${PAUSES.length} crashes` };
    } finally {
      isOver = true;
      await backend.stop();
    }
  },
};

async function crash(connection: ScenarioLab['connection']): Promise<void> {
  const client = new Client(connection);
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query('select pg_backend_pid() as pid');
  process.kill(rows[0].pid, 'SIGKILL');
  await client.end().catch(() => {});
}

/** As clients do: what the database could not do just now is asked again soon. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + DONE_WITHIN_SECONDS * 1000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await wait(250);
    }
  }
}
