import { TestDatabases } from '@backstage/backend-test-utils';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { ClusterError } from '../clusters/ClusterError';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { WORKLOAD_KINDS } from '../clusters/workloads';
import { deploymentSpec, workloads } from '../clusters/contract/manifests';
import { EnvironmentRow } from '../database/rows';
import { findDrift } from '../domain/drift';
import { planStages } from '../domain/stages';
import { acceptOperation } from '../lifecycle/acceptOperation';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';
import { shopTemplate } from '../testing/shopTemplate';
import { createTestCatalog } from '../testing/testCatalog';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

describe('hibernation', () => {
  let knex: Knex;
  let engine: TwinEngine;
  let cluster: InMemoryCluster;
  /** While it is set no controller of the cluster does anything. */
  let heldAt: number | undefined;
  let environments = 0;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    cluster = InMemoryCluster.create({
      info: { name: 'twin', title: 'Twin', reality: 'memory' },
      now: () => heldAt ?? Date.now(),
    });
    engine = await createTwinEngine({
      knex,
      cluster,
      catalog: createTestCatalog([shopTemplate({ replicas: 2 })]),
    });
  });
  afterEach(() => {
    heldAt = undefined;
  });
  afterAll(() => engine.stop());

  const row = async (id: string) => (await engine.store.environments.get(id))!;

  async function makeShop() {
    environments += 1;
    const { environmentId, operationId } = await engine.request(
      `shop-${environments}`,
      'shop',
    );
    await engine.finish(operationId);
    return row(environmentId);
  }

  /** What an owner makes past the portal, beside the Deployment `web` of the shop. */
  async function addOwn({ namespace }: EnvironmentRow) {
    const own = workloads(namespace).slice(1);
    const controlled = {
      metadata: {
        ownerReferences: [
          { kind: 'DaemonSet', name: 'agent', uid: 'd', controller: true },
        ],
      },
    };
    const pod = (name: string, more: { metadata?: object } = {}) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      ...more,
      metadata: { ...more.metadata, name, namespace },
    });
    const others: KubernetesObject[] = [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: 'mine', namespace },
        spec: { ...deploymentSpec(), replicas: 3 },
      },
      pod('shell'),
      pod('agent-x', controlled),
    ];
    for (const object of [...own, ...others]) await cluster.apply(object);
  }

  async function sizesIn(namespace: string) {
    const lists = await Promise.all(
      WORKLOAD_KINDS.map(kind => cluster.listInNamespace(namespace, kind)),
    );
    return Object.fromEntries(
      lists.flat().map(({ kind, spec }) => {
        const { replicas, suspend } = spec as Record<string, unknown>;
        return [kind, replicas ?? suspend ?? 'running'];
      }),
    );
  }

  const messageOf = async (operationId: string, stage: string) =>
    (await engine.store.operations.get(operationId))!.stages.find(
      ({ name }) => name === stage,
    )!.message;

  async function run(id: string, kind: 'hibernate' | 'resume') {
    const operationId = await engine.ask(id, kind);
    return engine.finish(operationId);
  }

  it('scales all that has a size to zero, says what goes on, and gives it back', async () => {
    const shop = await makeShop();
    const { id, namespace } = shop;
    // A Job that has ended is none to suspend.
    heldAt = Date.now();
    await addOwn(shop);
    const before = await sizesIn(namespace);

    const hibernate = await run(id, 'hibernate');
    expect(hibernate).toMatchObject({ state: 'Succeeded' });
    expect(await sizesIn(namespace)).toEqual({
      Deployment: 0,
      StatefulSet: 0,
      ReplicaSet: 0,
      CronJob: true,
      Job: true,
    });
    const asleep = await row(id);
    expect(asleep.phase).toBe('Hibernated');
    expect(asleep.hibernation).toMatchObject({ cause: 'request' });
    expect(
      asleep.hibernation!.sizes!.map(({ kind, replicas, suspend }) => [
        kind,
        replicas ?? suspend,
      ]),
    ).toEqual([
      ['Deployment', 2],
      ['StatefulSet', 1],
      ['ReplicaSet', 3],
      ['CronJob', false],
      ['Job', false],
    ]);
    const said =
      'Its workloads are scaled to zero; goes on running: Pod shell, DaemonSet agent';
    expect(await messageOf(hibernate.id, 'scale')).toBe(said);
    expect(asleep.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Ready',
        status: 'False',
        reason: 'Hibernated',
        message: said,
      }),
    );
    const trail = await engine.trail(hibernate.id);
    expect(
      trail.filter(({ action }) => action === 'kubernetes.scale'),
    ).toHaveLength(10);
    expect(trail[trail.length - 1]).toMatchObject({
      action: 'environment.hibernate',
      stage: 'succeeded',
      reason: expect.stringContaining('scaled to zero'),
    });

    expect(await run(id, 'resume')).toMatchObject({ state: 'Succeeded' });
    expect(await sizesIn(namespace)).toEqual({
      ...before,
      CronJob: false,
      Job: false,
    });
    const awake = await row(id);
    expect(awake.phase).toBe('Ready');
    expect(awake.hibernation).toBeUndefined();
    expect(awake.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'True' }),
    );
    const manifest = awake.manifests.find(({ kind }) => kind === 'Deployment')!;
    expect(
      findDrift(manifest, await cluster.get({ ...WEB, namespace })),
    ).toBeUndefined();
  });

  it('has the sizes in its state before it scales anything', async () => {
    const { id, namespace } = await makeShop();
    const operationId = await engine.ask(id, 'hibernate');
    const { reached, release } = cluster.faults.holdNext({ method: 'resize' });
    const working = engine.reconciler.run(operationId);
    await reached;
    expect((await row(id)).hibernation!.sizes).toMatchObject([
      { name: 'web', replicas: 2 },
    ]);
    expect(await sizesIn(namespace)).toEqual({ Deployment: 2 });
    release();
    await working;
    expect(await sizesIn(namespace)).toEqual({ Deployment: 0 });
  });

  it('keeps the true sizes over a try that failed, with those of what came later', async () => {
    const shop = await makeShop();
    const { id, namespace } = shop;
    await cluster.apply(workloads(namespace)[1]);
    cluster.faults.failNext(
      { method: 'resize', kind: 'StatefulSet' },
      new ClusterError('Refused', 'not on a Sunday', { status: 403 }),
    );
    expect(await run(id, 'hibernate')).toMatchObject({
      state: 'Failed',
      failure: { advice: expect.stringContaining('all sizes are kept') },
    });
    expect(await sizesIn(namespace)).toMatchObject({
      Deployment: 0,
      StatefulSet: 1,
    });
    expect((await row(id)).phase).toBe('Failed');
    await cluster.apply(workloads(namespace)[2]);

    await run(id, 'hibernate');
    await run(id, 'resume');
    expect(await sizesIn(namespace)).toEqual({
      Deployment: 2,
      StatefulSet: 1,
      CronJob: false,
    });
  });

  it('keeps them also when the second try is cancelled before it begins', async () => {
    const { id, namespace } = await makeShop();
    await cluster.apply(workloads(namespace)[1]);
    cluster.faults.failNext(
      { method: 'resize', kind: 'StatefulSet' },
      new ClusterError('Refused', 'not on a Sunday', { status: 403 }),
    );
    await run(id, 'hibernate');
    const operationId = await engine.ask(id, 'hibernate');
    await engine.lifecycle.cancel(engine.newCaller(), operationId);
    expect((await row(id)).phase).toBe('Failed');
    await run(id, 'resume');
    expect(await sizesIn(namespace)).toEqual({ Deployment: 2, StatefulSet: 1 });
  });

  it('leaves what somebody has scaled meanwhile, and does without what is gone', async () => {
    const shop = await makeShop();
    const { id, namespace } = shop;
    const [, store, nightly] = workloads(namespace);
    await cluster.apply(store);
    const { uid } = (await cluster.apply(nightly)).metadata;
    await run(id, 'hibernate');

    cluster.editAs('kubectl', { ...WEB, namespace }, object => {
      object.spec = { ...(object.spec as object), replicas: 5 };
    });
    await cluster.deleteObject(
      { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', namespace },
      uid!,
    );
    const resume = await run(id, 'resume');
    expect(resume.state).toBe('Succeeded');
    expect(await sizesIn(namespace)).toEqual({ Deployment: 5, StatefulSet: 1 });
    expect(await messageOf(resume.id, 'scale')).toBe(
      '1 of 3 workloads have their sizes back; left as somebody has scaled it meanwhile: Deployment web (5 replicas); gone meanwhile: CronJob nightly',
    );
  });

  it('touches nothing in a namespace that has taken the name of its own', async () => {
    const { id } = await makeShop();
    await knex('environments')
      .where({ id })
      .update({ namespace_uid: '11111111-1111-4111-8111-111111111111' });
    expect(await run(id, 'hibernate')).toMatchObject({
      state: 'Failed',
      failure: { reason: 'NamespaceReplaced' },
    });
  });

  it('does not call Ready what had failed before it hibernated', async () => {
    environments += 1;
    const { environmentId: id, operationId } = await engine.request(
      `shop-${environments}`,
      'shop',
    );
    cluster.faults.failNext(
      { method: 'apply', kind: 'ConfigMap' },
      new ClusterError('Refused', 'not on a Sunday', { status: 403 }),
    );
    expect(await engine.finish(operationId)).toMatchObject({ state: 'Failed' });
    const { namespace } = await row(id);

    await run(id, 'hibernate');
    expect(await row(id)).toMatchObject({ phase: 'Hibernated' });
    expect(await run(id, 'resume')).toMatchObject({
      state: 'Failed',
      failure: { reason: 'FailedBefore' },
    });
    expect(await sizesIn(namespace)).toEqual({ Deployment: 2 });
    expect(await row(id)).toMatchObject({
      phase: 'Failed',
      hibernation: undefined,
    });
  });

  it('wakes up what failed to hibernate and is brought to Ready by an upgrade', async () => {
    const { id, namespace, revision } = await makeShop();
    await cluster.apply(workloads(namespace)[1]);
    cluster.faults.failNext(
      { method: 'resize', kind: 'Deployment' },
      new ClusterError('Refused', 'not on a Sunday', { status: 403 }),
    );
    await run(id, 'hibernate');
    expect(await sizesIn(namespace)).toEqual({ Deployment: 2, StatefulSet: 0 });
    const { operation } = await engine.store.transaction(async tx => {
      const environment = (await tx.environments.lock(id))!;
      return acceptOperation(tx, engine.newCaller(), environment, {
        kind: 'upgrade',
        stages: planStages('upgrade', environment.manifests),
        message: 'Again',
        revision,
      });
    });
    await engine.finish(operation.id);
    expect(await sizesIn(namespace)).toEqual({ Deployment: 2, StatefulSet: 1 });
    expect(await row(id)).toMatchObject({
      phase: 'Ready',
      hibernation: undefined,
    });
  });
});
