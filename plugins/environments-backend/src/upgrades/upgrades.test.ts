import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { ClusterError } from '../clusters/ClusterError';
import { deliverRevision } from '../testing/deliverRevision';
import { shopTemplate } from '../testing/shopTemplate';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('upgrades over HTTP', () => {
  let knex: Knex;
  let portal: ShopPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
  });
  afterAll(async () => portal.stop());

  const dana = () => portal.as('dana');

  it('shows the exact difference, does what was agreed to and records it', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({
      greeting: 'Ahoy',
      replicas: 2,
      storage: false,
      more: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'news' },
          data: { today: '1' },
        },
      ],
    });
    const preview = await dana().createUpgradePreview(shop.id, { revision });
    expect(preview).toMatchObject({
      from: shop.template.revision,
      to: revision,
      parameters: { tier: 'small' },
      problems: [],
      agreement: expect.stringMatching(/^sha256:/),
    });
    expect(preview.objects).toEqual([
      {
        change: 'changed',
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'settings',
        fields: [{ path: '/data/greeting', before: 'Hello', after: 'Ahoy' }],
      },
      {
        change: 'changed',
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'web',
        fields: [{ path: '/spec/replicas', before: 1, after: 2 }],
      },
      {
        change: 'added',
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'news',
        fields: [],
      },
      {
        change: 'removed',
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: 'data',
        fields: [],
      },
    ]);
    // Looking changes nothing.
    expect(
      (await portal.find(shop, 'ConfigMap', 'settings'))!.data,
    ).toMatchObject({
      greeting: 'Hello',
    });

    const accepted = await dana().createUpgrade(shop.id, {
      revision,
      agreement: preview.agreement!,
    });
    expect(accepted).toMatchObject({
      environment: { phase: 'Updating', template: { revision } },
      operation: { kind: 'upgrade', revision },
    });
    const operation = await portal.succeeded(accepted.operation);
    expect(operation.stages.map(({ name }) => name)).toEqual([
      'policies',
      'workloads',
      'prune',
      'verify',
    ]);
    const after = await dana().getEnvironment(shop.id);
    expect(after).toMatchObject({
      phase: 'Ready',
      namespaceUid: shop.namespaceUid,
      createdAt: shop.createdAt,
      template: { revision },
    });
    expect(
      (await portal.find(shop, 'ConfigMap', 'settings'))!.data,
    ).toMatchObject({
      greeting: 'Ahoy',
    });
    expect(await portal.find(shop, 'ConfigMap', 'news')).toBeDefined();
    expect(
      await portal.find(shop, 'PersistentVolumeClaim', 'data'),
    ).toBeUndefined();
    const namespace = await portal.twin.get({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: shop.namespace,
    });
    expect(namespace!.metadata).toMatchObject({
      uid: shop.namespaceUid,
      annotations: { 'sandlot.dev/revision': revision },
    });

    const records = (await portal.recordsOf(shop.id)).filter(
      ({ operationId }) => operationId === operation.id,
    );
    expect(records[0]).toMatchObject({
      action: 'environment.upgrade',
      stage: 'requested',
      parameters: { from: shop.template.revision, to: revision },
    });
    expect(records[1]).toMatchObject({
      stage: 'authorized',
      authorization: {
        permission: 'environments.environment.upgrade',
        decision: 'ALLOW',
      },
    });
    expect(records[records.length - 1]).toMatchObject({
      action: 'environment.upgrade',
      stage: 'succeeded',
    });
    const attempts = (stage: string) =>
      records.filter(
        record =>
          record.stage === stage && record.action.startsWith('kubernetes.'),
      );
    expect(attempts('succeeded')).toHaveLength(attempts('attempt').length);
    expect(attempts('attempt')).toContainEqual(
      expect.objectContaining({
        action: 'kubernetes.delete',
        target: expect.objectContaining({ name: 'data' }),
      }),
    );
  });

  it('refuses what is no longer what was agreed to', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Servus' });
    const other = await portal.deliver({ greeting: 'Moin' });
    await portal.offer(revision);
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision,
    });
    await portal.offer(other);
    await expect(
      dana().createUpgrade(shop.id, {
        revision: other,
        agreement: agreement!,
      }),
    ).rejects.toMatchObject({ name: 'ResponseError', statusCode: 409 });
    await portal.offer(revision);
    await expect(
      dana().createUpgrade(shop.id, {
        revision,
        agreement: agreement!,
        parameters: { tier: 'large' },
      }),
    ).rejects.toMatchObject({ statusCode: 409 });
    await portal.offer(other);
    await portal.succeeded((await portal.upgrade(shop.id, other)).operation);
    await portal.offer(revision);
    await expect(
      dana().createUpgrade(shop.id, { revision, agreement: agreement! }),
    ).rejects.toMatchObject({ statusCode: 409 });
    expect(await portal.recordsOf(shop.id)).toContainEqual(
      expect.objectContaining({
        action: 'environment.upgrade',
        stage: 'failed',
        reason: expect.stringMatching(/no longer what you agreed to/),
      }),
    );
  });

  it('does one thing at a time', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'One' });
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision,
    });
    const request = { revision, agreement: agreement! };
    const answers = await Promise.allSettled([
      dana().createUpgrade(shop.id, request),
      dana().createUpgrade(shop.id, request),
      dana().createUpgrade(shop.id, request),
    ]);
    const accepted = answers.flatMap(answer =>
      answer.status === 'fulfilled' ? answer.value : [],
    );
    expect(accepted).toHaveLength(1);
    await portal.succeeded(accepted[0].operation);
  });

  it('says in the words of the cluster what it would not take', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Refused' });
    portal.twin.faults.failNext(
      { method: 'dryRunApply', kind: 'Deployment' },
      new ClusterError('Refused', 'spec.selector: field is immutable', {
        status: 422,
      }),
    );
    const preview = await dana().createUpgradePreview(shop.id, { revision });
    expect(preview.agreement).toBeUndefined();
    expect(preview.problems).toEqual([
      {
        path: '/revision',
        message:
          'The cluster would not take Deployment web: spec.selector: field is immutable',
      },
    ]);
    expect(preview.objects).toContainEqual(
      expect.objectContaining({
        kind: 'Deployment',
        refusal: 'spec.selector: field is immutable',
      }),
    );
  });

  it('fills in what is new, leaves out what is gone and names what does not fit', async () => {
    const shop = await portal.makeShop();
    const properties = (more: object) => ({
      parameters: {
        type: 'object',
        properties: {
          tier: { type: 'string', default: 'small' },
          ...more,
        },
      },
    });
    const filled = await portal.deliver({
      spec: properties({ color: { type: 'string', default: 'blue' } }),
    });
    expect(
      await dana().createUpgradePreview(shop.id, { revision: filled }),
    ).toMatchObject({
      parameters: { tier: 'small', color: 'blue' },
      problems: [],
    });
    const demanding = await portal.deliver({
      spec: {
        parameters: {
          ...properties({ color: { type: 'string' } }).parameters,
          required: ['color'],
        },
      },
    });
    const preview = await dana().createUpgradePreview(shop.id, {
      revision: demanding,
    });
    expect(preview.problems).toMatchObject([{ path: '/parameters/color' }]);
    expect(preview.agreement).toBeUndefined();
    const chosen = await dana().createUpgradePreview(shop.id, {
      revision: demanding,
      parameters: { tier: 'large', color: 'red' },
    });
    expect(chosen).toMatchObject({
      problems: [],
      parameters: { color: 'red' },
      agreement: expect.any(String),
    });
  });

  it('goes to the current revision if none is named', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Current' });
    const preview = await dana().createUpgradePreview(shop.id, {});
    expect(preview).toMatchObject({ to: revision, problems: [] });
  });

  it('keeps to revisions of the template that are in use', async () => {
    const shop = await portal.makeShop();
    const halted = await portal.deliver({ greeting: 'Halted' });
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision: halted,
    });
    await knex('template_revisions').where({ digest: halted }).update({
      halted_at: new Date(),
      halted_by: 'user:default/olu',
      halt_reason: 'it burns',
    });
    expect(
      (await dana().createUpgradePreview(shop.id, { revision: halted }))
        .problems,
    ).toMatchObject([{ message: expect.stringMatching(/it burns/) }]);
    await expect(
      dana().createUpgrade(shop.id, {
        revision: halted,
        agreement: agreement!,
      }),
    ).rejects.toMatchObject({ statusCode: 409 });

    const draft = await deliverRevision(
      knex,
      shopTemplate({ greeting: 'Draft' }),
      'workbench',
    );
    await expect(
      dana().createUpgradePreview(shop.id, { revision: draft }),
    ).rejects.toMatchObject({ statusCode: 400 });
    expect(
      await portal.as('olu').createUpgradePreview(shop.id, { revision: draft }),
    ).toMatchObject({ problems: [] });
  });

  it('is held until it is released, for whoever upgrades by hand too', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Held' });
    const { agreement } = await dana().createUpgradePreview(shop.id, {
      revision,
    });
    const request = { revision, agreement: agreement! };
    const past = new Date(Date.now() - 1000).toISOString();
    await expect(
      dana().holdEnvironment(shop.id, { reason: 'a demo', until: past }),
    ).rejects.toMatchObject({ statusCode: 400 });
    const held = await dana().holdEnvironment(shop.id, { reason: 'a demo' });
    expect(held.hold).toMatchObject({
      by: 'user:default/dana',
      reason: 'a demo',
    });
    expect(
      (await dana().createUpgradePreview(shop.id, { revision })).problems,
    ).toMatchObject([{ message: expect.stringMatching(/a demo/) }]);
    await expect(dana().createUpgrade(shop.id, request)).rejects.toMatchObject({
      statusCode: 409,
    });
    expect((await dana().releaseEnvironment(shop.id)).hold).toBeUndefined();
    await portal.succeeded(
      (
        await dana().createUpgrade(shop.id, request)
      ).operation,
    );
    expect(
      (await portal.recordsOf(shop.id)).filter(({ action }) =>
        ['environment.hold', 'environment.release'].includes(action),
      ),
    ).toMatchObject([
      { action: 'environment.hold', stage: 'failed' },
      { action: 'environment.hold', stage: 'succeeded', reason: 'a demo' },
      { action: 'environment.release', stage: 'succeeded' },
    ]);
  });

  it('is for the owner and ops; the others are refused, and that is recorded', async () => {
    const shop = await portal.makeShop();
    const revision = await portal.deliver({ greeting: 'Mine' });
    for (const [person, statusCode] of [
      ['milo', 404],
      ['ada', 403],
    ] as const) {
      const other = portal.as(person);
      const request = { revision, agreement: revision };
      for (const refused of [
        () => other.createUpgradePreview(shop.id, { revision }),
        () => other.createUpgrade(shop.id, request),
        () => other.createRollbackPreview(shop.id),
        () => other.createRollback(shop.id, { agreement: revision }),
        () => other.holdEnvironment(shop.id, { reason: 'for me' }),
        () => other.releaseEnvironment(shop.id),
      ]) {
        await expect(refused()).rejects.toMatchObject({ statusCode });
      }
    }
    const denied = (await portal.recordsOf(shop.id)).filter(
      ({ stage }) => stage === 'denied',
    );
    expect(denied).toHaveLength(12);
    expect(new Set(denied.map(({ action }) => action))).toEqual(
      new Set([
        'environment.upgrade',
        'environment.rollback',
        'environment.hold',
        'environment.release',
      ]),
    );
  });
});
