import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Environment,
  HibernationPlan,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { workloads } from '../clusters/contract/manifests';
import { ShopPortal, startShopPortal } from '../testing/startShopPortal';
import { refusal } from '../testing/startTemplatesPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const HOUR = 3_600_000;

describe('hibernation over HTTP', () => {
  let knex: Knex;
  let portal: ShopPortal;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startShopPortal(knex);
  });
  afterAll(async () => portal.stop());

  const dana = () => portal.as('dana');
  const look = ({ id }: Environment) => dana().getEnvironment(id);

  async function ask(
    { id }: Environment,
    kind: 'hibernate' | 'resume',
    reason?: string,
  ) {
    const accepted = await dana().createOperation(id, { kind, reason }, uuid());
    await portal.succeeded(accepted.operation);
    return accepted;
  }

  const replicasOf = async (environment: Environment) =>
    (
      (await portal.find(environment, 'Deployment', 'web'))!.spec as {
        replicas: number;
      }
    ).replicas;

  /** Working hours that begin and end so many hours from now. */
  function hours(from: number, to: number): HibernationPlan['hours'] {
    const clock = (ahead: number) =>
      new Date(Date.now() + ahead * HOUR).toISOString().slice(11, 16);
    return {
      timeZone: 'UTC',
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: clock(from),
      to: clock(to),
    };
  }

  /** As time does: what was asked and seen lies so many hours back. */
  async function age({ id }: Environment, by: number) {
    const conditions = (await look({ id } as Environment)).conditions;
    const back = (time: string) =>
      new Date(Date.parse(time) - by * HOUR).toISOString();
    await knex('environments')
      .where({ id })
      .update({
        asked_at: knex.raw("asked_at - ? * interval '1 hour'", [by]),
        last_use_at: knex.raw("last_use_at - ? * interval '1 hour'", [by]),
        conditions: JSON.stringify(
          conditions.map(condition => ({
            ...condition,
            lastTransitionTime: back(condition.lastTransitionTime),
          })),
        ),
      });
  }

  /** What the sweep has begun is done. */
  async function sweep(environment: Environment): Promise<Environment> {
    await portal.runTask('environments-hibernation');
    const { operation } = await look(environment);
    await portal.finished(operation.id);
    return look(environment);
  }

  it('scales to zero on demand, keeps the quota, and resumes', async () => {
    const shop = await portal.makeShop();
    const quota = await portal.find(shop, 'ResourceQuota', 'quota');
    // What did not run before is nothing that comes back.
    const { namespace } = shop;
    const [, store] = workloads(namespace);
    await portal.twin.apply({
      ...store,
      spec: { ...(store.spec as object), replicas: 0 },
    });
    const asked = await ask(shop, 'hibernate', 'Off to the sea');
    expect(asked.environment.phase).toBe('Hibernating');
    expect(asked.operation).toMatchObject({
      kind: 'hibernate',
      reason: 'Off to the sea',
    });
    const asleep = await look(shop);
    expect(asleep).toMatchObject({
      phase: 'Hibernated',
      hibernation: {
        cause: 'request',
        by: 'user:default/dana',
        workloads: [{ kind: 'Deployment', name: 'web', replicas: 1 }],
      },
      allowed: { hibernate: false, resume: true, access: false },
    });
    expect(await replicasOf(shop)).toBe(0);
    expect((await portal.find(shop, 'ResourceQuota', 'quota'))?.spec).toEqual(
      quota?.spec,
    );
    expect(
      await refusal(
        dana().createOperation(shop.id, { kind: 'hibernate' }, uuid()),
      ),
    ).toMatch('409');
    expect(
      await refusal(
        portal.as('milo').createOperation(shop.id, { kind: 'resume' }, uuid()),
      ),
    ).toMatch('404');

    await ask(shop, 'resume');
    const awake = await look(shop);
    expect(awake).toMatchObject({ phase: 'Ready', drifted: 0 });
    expect(awake.hibernation).toBeUndefined();
    expect(await replicasOf(shop)).toBe(1);
    await portal.runTask('environments-drift');
    expect((await look(shop)).drifted).toBe(0);
  });

  it('hibernates after working hours and resumes at their beginning, with the reason in the log', async () => {
    const shop = await portal.makeShop();
    const planned = await dana().planHibernation(shop.id, {
      hours: hours(-9, -1),
    });
    expect(planned.hibernationPlan).toEqual({ hours: hours(-9, -1) });
    // Who plans after hours keeps what they have until the hours end once more.
    expect((await sweep(shop)).phase).toBe('Ready');

    await age(shop, 2);
    const asleep = await sweep(shop);
    expect(asleep).toMatchObject({
      phase: 'Hibernated',
      hibernation: { cause: 'hours', by: 'plugin:environments' },
      operation: {
        kind: 'hibernate',
        requestedBy: 'plugin:environments',
        reason: expect.stringContaining('working hours are over'),
      },
    });
    const records = await portal.recordsOf(shop.id);
    expect(records).toContainEqual(
      expect.objectContaining({
        action: 'environment.hibernate',
        stage: 'requested',
        actor: expect.objectContaining({ kind: 'system', authMethod: 'plan' }),
        parameters: { cause: 'hours' },
        reason: expect.stringContaining('working hours are over'),
      }),
    );
    expect((await sweep(shop)).phase).toBe('Hibernated');

    await dana().planHibernation(shop.id, { hours: hours(-1, 8) });
    expect(await sweep(shop)).toMatchObject({
      phase: 'Ready',
      operation: {
        kind: 'resume',
        reason: expect.stringContaining('working hours have begun'),
      },
    });
    expect(await replicasOf(shop)).toBe(1);
  });

  it('leaves what was resumed by hand at night awake, and what was put to sleep by hand asleep', async () => {
    const shop = await portal.makeShop();
    await dana().planHibernation(shop.id, { hours: hours(-9, -1) });
    await age(shop, 2);
    expect((await sweep(shop)).phase).toBe('Hibernated');
    await ask(shop, 'resume');
    expect((await sweep(shop)).phase).toBe('Ready');

    await ask(shop, 'hibernate');
    await dana().planHibernation(shop.id, { hours: hours(-1, 8) });
    expect((await sweep(shop)).phase).toBe('Hibernated');
  });

  it('hibernates what nobody uses, and shows by which sign that is judged', async () => {
    const shop = await portal.makeShop();
    await dana().planHibernation(shop.id, { idleHours: 4 });
    const asked = await look(shop);
    expect(asked.lastUse).toMatchObject({ signal: 'operation' });
    expect((await sweep(shop)).phase).toBe('Ready');

    // Somebody has changed an object, which the cluster alone knows.
    await age(shop, 9);
    const { apiVersion, kind } = { apiVersion: 'v1', kind: 'ConfigMap' };
    const { namespace } = shop;
    portal.twin.editAs(
      'kubectl-edit',
      { apiVersion, kind, name: 'settings', namespace },
      object => {
        object.data = { ...(object.data as object), more: 'x' };
      },
    );
    const changed = await sweep(shop);
    expect(changed.phase).toBe('Ready');
    expect(changed.lastUse).toMatchObject({ signal: 'change' });

    const { expiresAt } = await dana().createKubeconfig(shop.id, {
      role: 'owner',
      expirationSeconds: 3600,
    });
    expect((await look(shop)).lastUse).toEqual({
      at: expiresAt,
      signal: 'kubeconfig',
    });
    await age(shop, 9);
    expect((await sweep(shop)).lastUse).toMatchObject({ signal: 'change' });
    await knex('environments')
      .where({ id: shop.id })
      .update({ last_use_at: knex.raw("clock_timestamp() - interval '5 h'") });
    portal.twin.editAs(
      'kube-controller-manager',
      { apiVersion, kind, name: 'settings', namespace },
      object => {
        object.data = { greeting: 'Hi', tier: 'small', more: 'y' };
      },
    );
    const asleep = await sweep(shop);
    expect(asleep).toMatchObject({
      phase: 'Hibernated',
      hibernation: { cause: 'idle' },
      operation: {
        reason: expect.stringContaining('Nobody has used it for 4 hours'),
      },
    });
    expect((await sweep(shop)).phase).toBe('Hibernated');
  });

  it('refuses a plan that is none, and ends one that is empty', async () => {
    const shop = await portal.makeShop();
    const plan = hours(-1, 8)!;
    expect(
      await refusal(
        dana().planHibernation(shop.id, {
          hours: { ...plan, timeZone: 'Mars/Olympus' },
        }),
      ),
    ).toMatch('Mars/Olympus');
    await dana().planHibernation(shop.id, { hours: plan });
    const ended = await dana().planHibernation(shop.id, {});
    expect(ended.hibernationPlan).toBeUndefined();
    expect(
      await refusal(portal.as('ada').planHibernation(shop.id, {})),
    ).toMatch('403');
  });
});
