import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  AcceptedOperation,
  CreateEnvironmentRequest,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { PlacesTable } from '../database/PlacesTable';
import { Store } from '../database/Store';
import { shopTemplate } from '../testing/shopTemplate';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SHOP = 'environmenttemplate:default/shop';
const HARBOR = 'group:default/team-harbor';
const HOUR = 3_600_000;

describe('the waiting list', () => {
  let knex: Knex;
  let portal: TestPortal;
  let notified: NotificationSendOptions[];

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    notified = [];
  });
  afterEach(async () => portal.stop());

  async function start(...options: Parameters<typeof startOne>) {
    portal = await startOne(...options);
  }
  async function startOne(
    limits: JsonObject,
    more: JsonObject[] = [],
    config?: JsonObject,
  ) {
    return startTestPortal({
      config,
      knex,
      clusters: [
        { name: 'twin', title: 'Twin', inMemory: true, limits },
        ...more,
      ],
      templates: [
        shopTemplate({
          spec: {
            lease: { default: '3d', maximum: '9d' },
            limits: { perOwner: 4 },
          },
        }),
      ],
      async notify(notification) {
        notified.push(notification);
      },
    });
  }

  async function waitingOnTwin(): Promise<number> {
    const uses = await new PlacesTable(knex).onClusters(['twin']);
    return uses.get('twin')!.waiting;
  }

  async function ask(
    name: string,
    change: Partial<CreateEnvironmentRequest> = {},
  ): Promise<AcceptedOperation> {
    const dana = portal.as('dana');
    const { revision } = await dana.getTemplate({
      namespace: 'default',
      name: 'shop',
    });
    return dana.createEnvironment(
      {
        template: SHOP,
        revision,
        name,
        owner: HARBOR,
        parameters: {},
        ...change,
      },
      uuid(),
    );
  }

  const look = ({ environment }: AcceptedOperation) =>
    portal.as('dana').getEnvironment(environment.id);
  async function end(accepted: AcceptedOperation) {
    const { operation } = await portal
      .as('dana')
      .deleteEnvironment(accepted.environment.id);
    return portal.finished(operation.id);
  }
  const recordsOf = async ({ environment }: AcceptedOperation) =>
    (
      await portal
        .as('ada')
        .listAuditRecords({ environment: environment.id, limit: 100 })
    ).items.reverse();

  it('takes who finds the cluster full in the order in which they asked, and its lease begins then', async () => {
    await start({ environments: 1 });
    const first = await ask('first');
    expect(first.environment.phase).toBe('Provisioning');
    await portal.finished(first.operation.id);

    const second = await ask('second');
    const third = await ask('third');
    expect(second).toMatchObject({
      environment: {
        phase: 'Waiting',
        waiting: { ahead: 0 },
        allowed: { delete: true, cancel: true, access: false, upgrade: false },
      },
      operation: { kind: 'create', state: 'Queued' },
    });
    expect(second.environment.conditions).toEqual([
      expect.objectContaining({
        type: 'Ready',
        status: 'False',
        reason: 'Waiting',
        message: 'Twin is full: it is made when there is room',
      }),
    ]);
    expect(third.environment.waiting).toEqual({ ahead: 1 });
    expect(
      await portal.as('dana').createPreview({
        template: SHOP,
        name: 'fourth',
        owner: HARBOR,
        parameters: {},
      }),
    ).toMatchObject({
      waits: true,
      problems: [],
      limits: [
        { scope: 'ownerOfTemplate', used: 3, maximum: 4 },
        { scope: 'cluster', used: 1, maximum: 1 },
      ],
    });

    // It waited for an hour.
    await knex('environments')
      .where({ id: second.environment.id })
      .update({ created_at: knex.raw("created_at - interval '1 hour'") });
    const ended = await end(first);
    expect(ended.state).toBe('Succeeded');
    expect(await portal.finished(second.operation.id)).toMatchObject({
      state: 'Succeeded',
    });
    const ready = await look(second);
    expect(ready.phase).toBe('Ready');
    expect(ready.waiting).toBeUndefined();
    const gained = (field: 'expiresAt' | 'latest') =>
      Date.parse(ready.lease![field]!) -
      Date.parse(second.environment.lease![field]!);
    expect(gained('expiresAt')).toBeGreaterThanOrEqual(HOUR);
    expect(gained('latest')).toBe(gained('expiresAt'));
    expect(await look(third)).toMatchObject({
      phase: 'Waiting',
      waiting: { ahead: 0 },
    });

    const records = await recordsOf(second);
    expect(
      records.slice(0, 4).map(({ action, stage }) => `${stage} ${action}`),
    ).toEqual([
      'requested environment.create',
      'authorized environment.create',
      'succeeded environment.admit',
      'attempt kubernetes.create',
    ]);
    expect(records[2]).toMatchObject({
      actor: { ref: 'plugin:environments', onBehalfOf: 'user:default/dana' },
      reason: expect.stringMatching(
        /^A place is free on Twin, after 36\d\d s$/,
      ),
    });
    expect(notified).toEqual([
      expect.objectContaining({
        recipients: { type: 'entity', entityRef: 'user:default/dana' },
        payload: expect.objectContaining({
          title: 'Environment second has its place',
          link: `/environments/${second.environment.id}`,
        }),
      }),
    ]);
    await end(second);
    await portal.finished(third.operation.id);
  });

  it('lets go of who waits at once, with nothing done on the cluster', async () => {
    await start({ environments: 0 });
    const [deleted, cancelled, last] = [
      await ask('deleted'),
      await ask('cancelled'),
      await ask('last'),
    ];
    // It is due for nobody: neither the sweep finds it, nor does a stray job begin it.
    const store = await Store.create(
      mockServices.database({ knex }),
      mockServices.logger.mock(),
    );
    expect(await store.operations.findAbandoned(0, 100)).toEqual([]);
    expect(await store.operations.claim(last.operation.id, 10)).toBeUndefined();
    expect(await store.health.unfinished()).toEqual([]);
    await store.jobs.stop();
    await portal.runTask('environments-waiting-list');

    expect(await end(deleted)).toMatchObject({ state: 'Succeeded' });
    const { operation } = await portal
      .as('dana')
      .cancelOperation(cancelled.operation.id, 'Changed my mind');
    expect(operation.kind).toBe('delete');
    expect(await portal.finished(operation.id)).toMatchObject({
      state: 'Succeeded',
    });
    expect(await look(deleted)).toMatchObject({ phase: 'Deleted' });
    expect(await look(cancelled)).toMatchObject({ phase: 'Deleted' });
    for (const gone of [deleted, cancelled]) {
      const actions = (await recordsOf(gone)).map(({ action }) => action);
      expect(actions.filter(action => action.startsWith('kube'))).toEqual([]);
    }
    expect(await look(last)).toMatchObject({
      phase: 'Waiting',
      waiting: { ahead: 0 },
      operation: { state: 'Queued' },
    });
  });

  it('makes nothing of a revision that was halted meanwhile, until it is resumed', async () => {
    await start({ environments: 1 });
    const [first, second] = [await ask('first'), await ask('second')];
    await portal.finished(first.operation.id);
    const ops = portal.as('olu');
    const { revision } = second.environment.template;
    expect(await waitingOnTwin()).toBe(1);
    await ops.haltTemplateRevision(revision, { reason: 'It is broken' });
    await end(first);
    await portal.runTask('environments-waiting-list');
    expect(await look(second)).toMatchObject({
      phase: 'Waiting',
      template: { halted: true },
    });
    // It takes no place away from others, of which something can be made.
    expect(await waitingOnTwin()).toBe(0);
    await ops.resumeTemplateRevision(revision, { reason: 'It is not' });
    await portal.runTask('environments-waiting-list');
    expect(await portal.finished(second.operation.id)).toMatchObject({
      state: 'Succeeded',
    });
  });

  it('makes nothing of a template that was withdrawn meanwhile, until it is back', async () => {
    await start({ environments: 1 });
    const first = await ask('first');
    await portal.finished(first.operation.id);
    const second = await ask('second');
    const setState = (state: string) =>
      knex('templates').where({ ref: SHOP }).update({ state });
    await setState('withdrawn');
    await end(first);
    await portal.runTask('environments-waiting-list');
    expect(await look(second)).toMatchObject({
      phase: 'Waiting',
      template: { state: 'withdrawn' },
    });
    expect(await waitingOnTwin()).toBe(0);
    await setState('published');
    await portal.runTask('environments-waiting-list');
    expect(await portal.finished(second.operation.id)).toMatchObject({
      state: 'Succeeded',
    });
  });

  it('counts who waits for their owner, and not for the cluster', async () => {
    await start({ environments: 1 });
    const all = [];
    for (const name of ['a', 'b', 'c', 'd']) all.push(await ask(name));
    await expect(ask('e')).rejects.toThrow('409');
    expect((await portal.as('dana').listClusters()).items).toEqual([
      expect.objectContaining({ limit: { used: 1, maximum: 1 } }),
    ]);
    await portal.finished(all[0].operation.id);
  });

  it('gives a place once, however many backends look', async () => {
    await start({ environments: 2 });
    const other = await startOne({ environments: 2 });
    const all = [];
    for (const name of ['a', 'b', 'c', 'd']) all.push(await ask(name));
    await portal.finished(all[0].operation.id);
    await portal.finished(all[1].operation.id);
    await end(all[0]);
    await Promise.all(
      [portal, other, portal, other].map(one =>
        one.runTask('environments-waiting-list'),
      ),
    );
    expect((await look(all[2])).phase).not.toBe('Waiting');
    expect(await look(all[3])).toMatchObject({
      phase: 'Waiting',
      waiting: { ahead: 0 },
    });
    await portal.finished(all[2].operation.id);
    await other.stop();
  });

  it('gives places on one cluster, and not those of another', async () => {
    await start({ environments: 1 }, [
      { name: 'other', inMemory: true, limits: { environments: 1 } },
    ]);
    const [here, there] = [
      await ask('here', { cluster: 'twin' }),
      await ask('there', { cluster: 'other' }),
    ];
    const waits = await ask('waits', { cluster: 'twin' });
    await portal.finished(here.operation.id);
    await portal.finished(there.operation.id);
    await end(there);
    await portal.runTask('environments-waiting-list');
    expect(await look(waits)).toMatchObject({ phase: 'Waiting' });
    await end(here);
    expect(await portal.finished(waits.operation.id)).toMatchObject({
      state: 'Succeeded',
    });
  });

  it('takes places for what is made ahead, as long as nobody waits', async () => {
    await start({ environments: 2 }, [], {
      pools: [{ template: 'shop', size: 3 }],
      limits: { perOwner: 1 },
    });
    await portal.readCatalog();
    await portal.runTask('environments-warm-pool');
    const pooled = await knex('environments').whereNotNull('pool');
    expect(pooled.map(({ phase }) => phase)).not.toContain('Waiting');
    expect(pooled).toHaveLength(2);
    await Promise.all(
      pooled.map(({ operation_id: id }) => portal.finished(id)),
    );

    // The cluster is full, and yet there is one for whoever asks for just that.
    const claimed = await ask('claimed');
    expect(claimed.operation.kind).toBe('claim');
    await portal.finished(claimed.operation.id);
    await expect(ask('another')).rejects.toThrow('409');
    await portal.runTask('environments-warm-pool');
    expect(await knex('environments')).toHaveLength(2);
    const other = await ask('other', {
      owner: 'user:default/dana',
      parameters: { tier: 'large' },
    });
    expect(other.environment.phase).toBe('Waiting');
  });
});
