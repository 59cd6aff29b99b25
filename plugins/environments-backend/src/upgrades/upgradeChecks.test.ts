import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { stringify } from 'yaml';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { until } from '../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: {},
});

describe('what stands against a change of an environment', () => {
  let knex: Knex;
  let portal: ShopPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
  });
  afterAll(async () => portal.stop());

  const dana = () => portal.as('dana');

  it('checks what is picked anew', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({
      spec: {
        parameters: {
          type: 'object',
          properties: {
            tier: { type: 'string', default: 'small' },
            where: { type: 'string', ui: { picker: 'cluster' } },
          },
        },
      },
    });
    const preview = (parameters: Record<string, unknown>) =>
      dana().createUpgradePreview(shop.id, { revision, parameters });
    const picked = await preview({ where: 'mars' });
    expect(picked.problems).toMatchObject([
      { path: '/parameters/where', expected: 'one of twin' },
    ]);
    expect(picked.agreement).toBeUndefined();
    const good = await preview({ where: 'twin' });
    await expect(
      dana().createUpgrade(shop.id, {
        revision,
        agreement: good.agreement!,
        parameters: { where: 'mars' },
      }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  it('lets the owner change or drop the objects of their own', async () => {
    const shop = await portal.makeShop();
    const ownManifests = { kinds: ['ConfigMap'], maximum: 3 };
    const first = await portal.deliver({ spec: { ownManifests } });
    const own = stringify(configMap('mine'));
    const upgrade = async (revision: string, manifests?: string) => {
      const request = {
        revision,
        ...(manifests !== undefined && { manifests }),
      };
      const preview = await dana().createUpgradePreview(shop.id, request);
      expect(preview.problems).toEqual([]);
      const agreement = preview.agreement!;
      const accepted = await dana().createUpgrade(shop.id, {
        ...request,
        agreement,
      });
      await portal.succeeded(accepted.operation);
    };
    await upgrade(first, own);
    expect(await portal.find(shop, 'ConfigMap', 'mine')).toBeDefined();

    const taken = await portal.deliver({
      more: [configMap('mine')],
      spec: { ownManifests },
    });
    expect(
      (await dana().createUpgradePreview(shop.id, { revision: taken }))
        .problems,
    ).toMatchObject([{ path: expect.stringMatching(/^\/manifests/) }]);
    await upgrade(taken, stringify(configMap('renamed')));
    expect(await portal.find(shop, 'ConfigMap', 'renamed')).toBeDefined();

    const without = await portal.deliver({ greeting: 'Without' });
    const blocked = await dana().createUpgradePreview(shop.id, {
      revision: without,
    });
    expect(blocked.problems).toMatchObject([
      { path: expect.stringMatching(/^\/manifests/) },
    ]);
    await upgrade(without, '');
    expect(await portal.find(shop, 'ConfigMap', 'renamed')).toBeUndefined();
  });

  it('goes back to nothing that is no longer allowed', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Back' });
    await portal.succeeded((await portal.upgrade(shop.id, revision)).operation);
    const renders = () =>
      knex('environment_renders').where({ environment_id: shop.id });
    const { agreement } = await dana().createRollbackPreview(shop.id);
    const { manifests } = await renders().first();
    await renders().update({
      manifests: JSON.stringify(
        manifests.filter(
          ({ kind }: { kind: string }) => kind !== 'ResourceQuota',
        ),
      ),
    });
    const preview = await dana().createRollbackPreview(shop.id);
    expect(preview.problems).toContainEqual(
      expect.objectContaining({
        message: expect.stringMatching(/no longer allowed: no quota/),
      }),
    );
    expect(preview.agreement).toBeUndefined();
    await expect(
      dana().createRollback(shop.id, { agreement: agreement! }),
    ).rejects.toMatchObject({ statusCode: 409 });
  });

  it('applies nothing to a namespace that somebody else made in the place of ours', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Elsewhere' });
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision,
    });
    const reference = {
      apiVersion: 'v1',
      kind: 'Namespace',
      name: shop.namespace,
    };
    const ours = (await portal.twin.get(reference))!;
    await portal.twin.deleteNamespace(shop.namespace, ours.metadata.uid!);
    await until(async () => !(await portal.twin.get(reference)));
    const { uid, resourceVersion, ...metadata } = ours.metadata;
    await portal.twin.createNamespace({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata,
    });
    const { operation } = await dana().createUpgrade(shop.id, {
      revision,
      agreement: agreement!,
    });
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Failed',
      failure: { reason: 'NamespaceReplaced' },
    });
    expect(await portal.find(shop, 'ConfigMap', 'settings')).toBeUndefined();
    expect(
      (await portal.recordsOf(shop.id)).filter(
        ({ operationId, action }) =>
          operationId === operation.id && action.startsWith('kubernetes.'),
      ),
    ).toEqual([]);
  });
});
