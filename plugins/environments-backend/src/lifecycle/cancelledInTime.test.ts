import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { OperationsTable } from '../database/OperationsTable';
import { createTwinEngine } from '../testing/createTwinEngine';
import { until } from '../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

/** Whether somebody waits in this database for a row that another one has. */
async function isSomebodyHeldUp(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw(
    `select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

describe('a deletion that is cancelled', () => {
  it('is not carried out by a worker that takes it up at this moment', async () => {
    const knex = await databases.init('POSTGRES_18');
    const engine = await createTwinEngine({ knex });
    const { environmentId, operationId } = await engine.request('kept');
    await engine.finish(operationId);
    const deletion = await engine.requestDeletion(environmentId);

    let work: Promise<boolean> | undefined;
    const { finish } = OperationsTable.prototype;
    jest
      .spyOn(OperationsTable.prototype, 'finish')
      .mockImplementationOnce(async function late(
        this: OperationsTable,
        ...args
      ) {
        work = engine.reconciler.run(deletion);
        await Promise.race([work, until(() => isSomebodyHeldUp(knex))]);
        return finish.apply(this, args);
      });
    await engine.lifecycle.cancel(engine.newCaller(), deletion);

    expect(await work).toBe(false);
    expect(await engine.store.operations.get(deletion)).toMatchObject({
      state: 'Cancelled',
      attempt: 0,
    });
    const { phase, namespace } = (await engine.store.environments.get(
      environmentId,
    ))!;
    expect(phase).toBe('Ready');
    expect(
      await engine.cluster.get({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: namespace,
      }),
    ).not.toHaveProperty('metadata.deletionTimestamp');
    await engine.stop();
  });
});
