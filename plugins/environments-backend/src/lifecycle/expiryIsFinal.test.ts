import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { ClusterError } from '../clusters/ClusterError';
import { keepFromWorkers } from '../testing/keepFromWorkers';
import { startLeasePortal, MINUTE } from '../testing/startLeasePortal';
import { startShopPortal } from '../testing/startShopPortal';
import { refusal } from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('what has expired', () => {
  it('is put to sleep also if its owner would cancel that', async () => {
    const knex = await databases.init('POSTGRES_18');
    const portal = await startLeasePortal(knex);
    const { id } = await portal.make();
    await portal.passUntil(id, 30 * MINUTE);
    await keepFromWorkers(knex, () => portal.pass(id, 30 * MINUTE));
    const { operation, phase, allowed } = await portal.get(id);
    expect(phase).toBe('Hibernating');
    expect(operation).toMatchObject({ state: 'Queued', cancellable: false });
    expect(allowed.cancel).toBe(false);
    expect(
      await refusal(portal.as('dana').cancelOperation(operation.id)),
    ).toMatch(/^409 The lease has ended: restore/);
    await portal.stop();
  });

  it('is not woken up by an upgrade or a rollback, also if it failed to go to sleep', async () => {
    const knex = await databases.init('POSTGRES_18');
    const portal = await startShopPortal(knex);
    const dana = portal.as('dana');
    const { id } = await portal.makeShop();
    const second = await portal.deliver({ greeting: 'Second' });
    await portal.succeeded((await portal.upgrade(id, second)).operation);
    const third = await portal.deliver({ greeting: 'Third' });
    portal.twin.faults.failNext(
      { method: 'resize' },
      new ClusterError('Refused', 'a webhook said no', { status: 403 }),
    );
    const asleep = await dana.createOperation(
      id,
      { kind: 'hibernate' },
      uuid(),
    );
    expect(await portal.finished(asleep.operation.id)).toMatchObject({
      state: 'Failed',
    });
    const agreed = {
      upgrade: await dana.createUpgradePreview(id, { revision: third }),
      rollback: await dana.createRollbackPreview(id),
    };
    await expire(knex, id);
    const { phase, allowed } = await dana.getEnvironment(id);
    expect({ phase, ...allowed }).toMatchObject({
      phase: 'Failed',
      upgrade: false,
      rollback: false,
      restore: true,
    });
    for (const ask of [
      () => dana.createUpgradePreview(id, { revision: third }),
      () =>
        dana.createUpgrade(id, {
          revision: third,
          agreement: agreed.upgrade.agreement!,
        }),
      () => dana.createRollbackPreview(id),
      () => dana.createRollback(id, { agreement: agreed.rollback.agreement! }),
    ]) {
      expect(await refusal(ask())).toMatch(
        /^409 .*its lease has ended: restore it first/,
      );
    }
    await portal.stop();
  });
});

/** Its template gives no lease; this is what the end of one leaves. */
async function expire(knex: Knex, id: string): Promise<void> {
  await knex.transaction(async trx => {
    // An end may not come nearer; here it is the present that moves.
    await trx.raw("set local session_replication_role = 'replica'");
    await trx('environments')
      .where({ id })
      .update({
        expires_at: trx.raw("clock_timestamp() - interval '1 minute'"),
        delete_at: trx.raw("clock_timestamp() + interval '7 days'"),
      });
  });
}
