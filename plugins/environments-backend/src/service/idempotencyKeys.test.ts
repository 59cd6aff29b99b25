import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { keepFromWorkers } from '../testing/keepFromWorkers';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { refusal } from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('a request that is sent again with its key', () => {
  let knex: Knex;
  let portal: ShopPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
  });
  afterAll(async () => portal.stop());

  const dana = () => portal.as('dana');
  const keyed = () => ({ idempotencyKey: uuid() });

  it('is answered with the upgrade and the rollback that it brought about, during them and after', async () => {
    const { id } = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Twice' });
    const { agreement } = await dana().createUpgradePreview(id, { revision });
    const key = keyed();
    const request = { revision, agreement: agreement! };
    // Both at once: one of them loses the race, and is answered the same.
    const [one, other] = await Promise.all([
      dana().createUpgrade(id, request, key),
      dana().createUpgrade(id, request, key),
    ]);
    expect(other.operation.id).toBe(one.operation.id);
    await portal.succeeded(one.operation);
    const after = await dana().createUpgrade(id, request, key);
    expect(after.operation).toMatchObject({
      id: one.operation.id,
      state: 'Succeeded',
    });

    const back = await dana().createRollbackPreview(id);
    const again = keyed();
    const wanted = { agreement: back.agreement! };
    const first = await dana().createRollback(id, wanted, again);
    await portal.succeeded(first.operation);
    const second = await dana().createRollback(id, wanted, again);
    expect(second.operation.id).toBe(first.operation.id);
    expect(await refusal(dana().createRollback(id, wanted, key))).toMatch(
      /^409 .*used before with another request/,
    );
  });

  it('is answered with the deletion when all is gone, and refused without the key', async () => {
    const { id } = await portal.makeShop();
    const key = keyed();
    const first = await dana().deleteEnvironment(id, key);
    await portal.succeeded(first.operation);
    const again = await dana().deleteEnvironment(id, key);
    expect(again).toMatchObject({
      environment: { phase: 'Deleted' },
      operation: { id: first.operation.id, kind: 'delete' },
    });
    expect(await refusal(dana().deleteEnvironment(id))).toMatch(
      /^409 .*deleted already/,
    );
  });

  it('is answered with the operation that was cancelled', async () => {
    const { id } = await portal.makeShop();
    const { operation } = await keepFromWorkers(knex, () =>
      dana().createOperation(id, { kind: 'hibernate' }, uuid()),
    );
    const key = keyed();
    await dana().cancelOperation(operation.id, 'Not yet', key);
    expect(
      await dana().cancelOperation(operation.id, 'Not yet', key),
    ).toMatchObject({
      environment: { phase: 'Ready' },
      operation: { id: operation.id, state: 'Cancelled' },
    });
    expect(
      await refusal(
        dana().cancelOperation(operation.id, 'Something else', key),
      ),
    ).toMatch(/^409 .*used before with another request/);
  });

  it('is answered with what was decided on drift', async () => {
    const shop = await portal.makeShop();
    portal.twin.editAs(
      'kubectl-edit',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'settings',
        namespace: shop.namespace,
      },
      object => {
        object.data = { greeting: 'Changed', tier: 'small' };
      },
    );
    await portal.runTask('environments-drift');
    const key = keyed();
    const decision = {
      decision: 'revert' as const,
      reason: 'as it was',
      objects: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' }],
    };
    const { operation } = await dana().decideDrift(shop.id, decision, key);
    await portal.succeeded(operation);
    expect(await dana().decideDrift(shop.id, decision, key)).toMatchObject({
      phase: 'Ready',
      operation: { id: operation.id, kind: 'revert' },
    });
  });

  it('is answered with the clone, also when the template has another revision by then', async () => {
    const { id } = await portal.makeShop();
    const key = uuid();
    const request = { name: 'copy', owner: 'user:default/dana' };
    const first = await dana().cloneEnvironment(id, request, key);
    await portal.deliver({ greeting: 'Newer' });
    const again = await dana().cloneEnvironment(id, request, key);
    expect(again.operation.id).toBe(first.operation.id);
    expect(
      await refusal(
        dana().cloneEnvironment(id, { ...request, name: 'other' }, key),
      ),
    ).toMatch(/^409 .*used before with another request/);
    await portal.succeeded(first.operation);
  });

  it('is a new one when its key was forgotten, a month later', async () => {
    const { id } = await portal.makeShop();
    const key = keyed();
    await dana().deleteEnvironment(id, key);
    await portal.runTask('environments-idempotency-keys');
    const kept = () =>
      knex('idempotency_keys').where({ key: key.idempotencyKey });
    expect(await kept()).toHaveLength(1);
    await knex('idempotency_keys').update({
      created_at: knex.raw("created_at - interval '31 days'"),
    });
    await portal.runTask('environments-idempotency-keys');
    expect(await kept()).toEqual([]);
  });
});
