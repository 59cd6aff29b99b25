import { TestDatabases } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { ClusterError } from '../clusters/ClusterError';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('rollbacks over HTTP, and upgrades that come to nothing', () => {
  let knex: Knex;
  let portal: ShopPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
  });
  afterAll(async () => portal.stop());

  const dana = () => portal.as('dana');

  it('goes back to what it was, and forth again', async () => {
    const shop = await portal.makeShop();
    await expect(dana().createRollbackPreview(shop.id)).rejects.toMatchObject({
      statusCode: 409,
    });
    const revision = await portal.deliver({
      greeting: 'Forth',
      storage: false,
    });
    await portal.succeeded((await portal.upgrade(shop.id, revision)).operation);

    const back = await dana().createRollbackPreview(shop.id);
    expect(back).toMatchObject({ from: revision, to: shop.template.revision });
    expect(back.objects.map(({ change, name }) => [change, name])).toEqual([
      ['changed', 'settings'],
      ['added', 'data'],
    ]);
    const rollback = await dana().createRollback(shop.id, {
      agreement: back.agreement!,
    });
    expect(rollback.operation.kind).toBe('rollback');
    await portal.succeeded(rollback.operation);
    expect(await dana().getEnvironment(shop.id)).toMatchObject({
      phase: 'Ready',
      template: { revision: shop.template.revision },
    });
    expect(
      await portal.find(shop, 'PersistentVolumeClaim', 'data'),
    ).toBeDefined();

    const forth = await dana().createRollbackPreview(shop.id);
    expect(forth.to).toBe(revision);
    await portal.succeeded(
      (
        await dana().createRollback(shop.id, { agreement: forth.agreement! })
      ).operation,
    );
    expect(
      await portal.find(shop, 'PersistentVolumeClaim', 'data'),
    ).toBeUndefined();
  });

  it('keeps what it was the last five times, and nothing of what is deleted', async () => {
    const shop = await portal.makeShop();
    const other = await portal.makeShop();
    const revisions = [shop.template.revision];
    for (let index = 0; index < 7; index += 1) {
      const revision = await portal.deliver({ greeting: `The ${index}.` });
      await portal.succeeded(
        (
          await portal.upgrade(shop.id, revision)
        ).operation,
      );
      revisions.push(revision);
    }
    await portal.succeeded(
      (
        await portal.upgrade(other.id, revisions[7])
      ).operation,
    );
    const rendersOf = ({ id }: Environment) =>
      knex('environment_renders')
        .where({ environment_id: id })
        .orderBy('id')
        .pluck('revision');
    expect(await rendersOf(shop)).toEqual(revisions.slice(2, 7));
    expect(await rendersOf(other)).toHaveLength(1);
    const back = await dana().createRollbackPreview(shop.id);
    expect(back.to).toBe(revisions[6]);

    const { operation } = await dana().deleteEnvironment(shop.id);
    await portal.succeeded(operation);
    expect(await rendersOf(shop)).toEqual([]);
    expect(await rendersOf(other)).toHaveLength(1);
  });

  it('removes what a failed upgrade left, also when it slept in between', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({
      greeting: 'Smaller',
      storage: false,
    });
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision,
    });
    portal.twin.faults.failNext(
      { method: 'apply', kind: 'Deployment' },
      new ClusterError('Refused', 'no such luck', { status: 422 }),
    );
    const failed = await dana().createUpgrade(shop.id, {
      revision,
      agreement: agreement!,
    });
    expect(await portal.finished(failed.operation.id)).toMatchObject({
      state: 'Failed',
    });
    for (const kind of ['hibernate', 'resume'] as const) {
      const { operation } = await dana().createOperation(
        shop.id,
        { kind },
        uuid(),
      );
      await portal.finished(operation.id);
    }
    const claim = () => portal.find(shop, 'PersistentVolumeClaim', 'data');
    expect(await claim()).toBeDefined();
    await portal.succeeded((await portal.upgrade(shop.id, revision)).operation);
    expect(await claim()).toBeUndefined();
  });

  it('can be rolled back when it failed, and leaves nothing of the newer one', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({
      greeting: 'Fails',
      storage: false,
      more: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'only-here' },
          data: {},
        },
      ],
    });
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision,
    });
    portal.twin.faults.failNext(
      { method: 'apply', kind: 'Deployment' },
      new ClusterError('Refused', 'no such luck', { status: 422 }),
    );
    const { operation } = await dana().createUpgrade(shop.id, {
      revision,
      agreement: agreement!,
    });
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Failed',
      failure: {
        message: expect.stringMatching(/no such luck/),
        advice: expect.stringMatching(/Roll back to what it was before/),
      },
    });
    expect(await dana().getEnvironment(shop.id)).toMatchObject({
      phase: 'Failed',
      allowed: { rollback: true, upgrade: true },
    });
    expect(await portal.find(shop, 'ConfigMap', 'only-here')).toBeDefined();

    const back = await dana().createRollbackPreview(shop.id);
    await portal.succeeded(
      (
        await dana().createRollback(shop.id, { agreement: back.agreement! })
      ).operation,
    );
    expect(await dana().getEnvironment(shop.id)).toMatchObject({
      phase: 'Ready',
      template: { revision: shop.template.revision },
    });
    expect(await portal.find(shop, 'ConfigMap', 'only-here')).toBeUndefined();
    expect(
      await portal.find(shop, 'PersistentVolumeClaim', 'data'),
    ).toBeDefined();
  });

  it('removes with the next one what a failed one was to remove', async () => {
    const shop = await portal.makeShop();
    const without = await portal.deliver({
      greeting: 'Without',
      storage: false,
    });
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision: without,
    });
    portal.twin.faults.failNext(
      { method: 'apply', kind: 'Deployment' },
      new ClusterError('Refused', 'no such luck', { status: 422 }),
    );
    const failed = await dana().createUpgrade(shop.id, {
      revision: without,
      agreement: agreement!,
    });
    await portal.finished(failed.operation.id);
    expect(
      await portal.find(shop, 'PersistentVolumeClaim', 'data'),
    ).toBeDefined();
    await portal.succeeded((await portal.upgrade(shop.id, without)).operation);
    expect(
      await portal.find(shop, 'PersistentVolumeClaim', 'data'),
    ).toBeUndefined();
  });

  it('leaves what somebody else put under the same name', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({
      greeting: 'Theirs',
      storage: false,
    });
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision,
    });
    portal.twin.editAs(
      'kubectl',
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: 'data',
        namespace: shop.namespace,
      },
      claim => {
        claim.metadata.labels = {};
      },
    );
    const { operation } = await dana().createUpgrade(shop.id, {
      revision,
      agreement: agreement!,
    });
    await portal.succeeded(operation);
    expect(
      await portal.find(shop, 'PersistentVolumeClaim', 'data'),
    ).toBeDefined();
  });

  it('can be deleted in the midst of an upgrade', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Never mind' });
    const held = portal.twin.faults.holdNext({
      method: 'apply',
      kind: 'Deployment',
    });
    const { operation } = await portal.upgrade(shop.id, revision);
    await held.reached;
    const deletion = await dana().deleteEnvironment(shop.id);
    held.release();
    await portal.succeeded(deletion.operation);
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Failed',
      failure: { reason: 'Superseded' },
    });
    expect(await portal.recordsOf(shop.id)).toContainEqual(
      expect.objectContaining({
        action: 'environment.upgrade',
        stage: 'failed',
        operationId: operation.id,
      }),
    );
  });
});
