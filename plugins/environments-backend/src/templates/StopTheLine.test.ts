import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { ClusterError } from '../clusters/ClusterError';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import {
  TwinEngine,
  createTwin,
  createTwinEngine,
} from '../testing/createTwinEngine';
import { TestCatalog, createTestCatalog } from '../testing/testCatalog';
import { shippedTemplates } from '../testing/shippedTemplates';
import { HaltNotices } from './HaltNotices';
import { StopTheLine } from './StopTheLine';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const TEAM = 'environmenttemplate:default/team-sandbox';

describe('StopTheLine', () => {
  let knex: Knex;
  let catalog: TestCatalog;
  let cluster: InMemoryCluster;
  let engine: TwinEngine;
  let other: TwinEngine;

  const newEngine = () =>
    createTwinEngine({
      knex,
      cluster,
      catalog,
      config: { environments: { stopTheLine: { failures: 3 } } },
    });

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    catalog = createTestCatalog(shippedTemplates());
    cluster = createTwin();
    engine = await newEngine();
    other = await newEngine();
  });
  afterEach(async () => {
    await Promise.all([engine.stop(), other.stop()]);
  });

  const refused = () =>
    cluster.faults.failNext(
      { method: 'createNamespace' },
      new ClusterError('Refused', 'admission webhook said no', { status: 403 }),
    );
  async function fail(name: string) {
    const { operationId } = await engine.request(name, 'team-sandbox');
    refused();
    expect((await engine.finish(operationId)).state).toBe('Failed');
  }
  const revision = async () => {
    const [{ revision: digest }] = await engine.store.templates.findOffers([
      TEAM,
    ]);
    return (await engine.store.templateRevisions.get(digest!))!;
  };
  const halts = async () =>
    (await knex('audit_log').where({ action: 'template.halt' })).map(
      ({ record }) => record,
    );

  it('halts a revision of which three creations in a row failed, and says why', async () => {
    await fail('one');
    await fail('two');
    expect((await revision()).halted).toBeUndefined();
    await fail('three');

    const { halted } = await revision();
    expect(halted).toMatchObject({
      by: 'plugin:environments',
      reason: expect.stringMatching(
        /3 creations in a row failed: three, Refused: .*admission webhook said no.*; two, .*; one, /,
      ),
    });
    expect(await halts()).toMatchObject([
      {
        stage: 'succeeded',
        actor: { kind: 'system' },
        template: { ref: TEAM },
        reason: halted!.reason,
      },
    ]);
    await expect(engine.request('four', 'team-sandbox')).rejects.toThrow(
      /halted since .* admission webhook said no/,
    );
    await engine.request('elsewhere', 'service-sandbox');
  });

  it('counts in a row: a success, a deletion and a draft are no failures', async () => {
    await fail('one');
    await fail('two');
    const { operationId } = await engine.request('good', 'team-sandbox');
    await engine.finish(operationId);
    await fail('three');

    const overtaken = await engine.request('overtaken', 'team-sandbox');
    await engine.requestDeletion(overtaken.environmentId);
    expect(
      (await engine.store.operations.get(overtaken.operationId))!.state,
    ).toBe('Failed');
    const draft = await engine.request('draft', 'team-sandbox');
    await knex('environments')
      .where({ id: draft.environmentId })
      .update({ draft: true });
    refused();
    await engine.finish(draft.operationId);
    await fail('four');
    expect((await revision()).halted).toBeUndefined();
    await fail('five');
    expect((await revision()).halted).toBeDefined();
  });

  it('counts a creation that somebody cancelled neither for nor against it', async () => {
    await fail('one');
    await fail('two');
    const { operationId } = await engine.request('given-up', 'team-sandbox');
    await engine.lifecycle.cancel(engine.newCaller(), operationId);
    expect((await revision()).halted).toBeUndefined();
    await fail('three');
    expect((await revision()).halted).toBeDefined();
  });

  it('does not count what was asked for with objects of the owner’s own', async () => {
    const failWithOwn = async (name: string) => {
      const { operationId, environmentId } = await engine.request(
        name,
        'team-sandbox',
      );
      await knex('environments')
        .where({ id: environmentId })
        .update({
          own_manifests: JSON.stringify([
            { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine' } },
          ]),
        });
      refused();
      expect((await engine.finish(operationId)).state).toBe('Failed');
    };
    for (const name of ['one', 'two', 'three', 'four']) await failWithOwn(name);
    await fail('five');
    await failWithOwn('six');
    await fail('seven');
    expect((await revision()).halted).toBeUndefined();
    await fail('eight');
    expect((await revision()).halted).toBeDefined();
  });

  it('halts once when two backends see the last failures at the same moment', async () => {
    await fail('one');
    const requests = [
      await engine.request('two', 'team-sandbox'),
      await engine.request('three', 'team-sandbox'),
      await engine.request('four', 'team-sandbox'),
    ];
    requests.forEach(refused);
    await Promise.all([
      engine.finish(requests[0].operationId),
      other.finish(requests[1].operationId),
      other.finish(requests[2].operationId),
    ]);
    expect((await revision()).halted).toBeDefined();
    expect(await halts()).toHaveLength(1);
  });

  it('no longer counts what failed before it was resumed', async () => {
    for (const name of ['one', 'two', 'three']) await fail(name);
    const { digest } = await revision();
    await engine.store.transaction(tx => tx.templateRevisions.resume(digest));
    await fail('four');
    await fail('five');
    expect((await revision()).halted).toBeUndefined();
    await fail('six');
    expect((await revision()).halted).toBeDefined();
  });

  it('lets a halt that comes first win over a creation that did not see it', async () => {
    await other.registrar.run();
    const { digest } = await revision();
    let creation: Promise<unknown> = Promise.resolve();
    await other.store.transaction(async tx => {
      await tx.templateRevisions.lock(digest);
      await tx.templateRevisions.halt(digest, 'user:default/olu', 'stop');
      creation = engine.request('race', 'team-sandbox');
      creation.catch(() => {});
      for (let waiting = 0; waiting === 0; ) {
        const { rows } = await knex.raw(
          `select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        );
        ({ waiting } = rows[0]);
      }
    });
    await expect(creation).rejects.toThrow('is halted');
    expect(await knex('environments')).toEqual([]);
  });

  it('is switched off by 0, and refuses what is no number of failures', async () => {
    const from = (failures: number) =>
      StopTheLine.fromConfig(
        mockServices.rootConfig({
          data: { environments: { stopTheLine: { failures } } },
        }),
      );
    expect(() => from(-1)).toThrow('environments.stopTheLine.failures is -1');
    expect(() => from(1.5)).toThrow('whole number');
    await engine.store.transaction(tx =>
      from(0).afterFailure(tx, {} as never, {} as never),
    );
  });

  it('tells ops and the owner at least once, and again when nobody could be told', async () => {
    for (const name of ['one', 'two', 'three']) await fail(name);
    const send = jest
      .fn()
      .mockRejectedValueOnce(new Error('no notifications here'))
      .mockResolvedValue(undefined);
    const notices = new HaltNotices({
      store: engine.store,
      notifications: { send },
      config: mockServices.rootConfig({
        data: { environments: { roles: { ops: ['on-call'] } } },
      }),
      logger: mockServices.logger.mock(),
    });
    await notices.run();
    await notices.run();
    await notices.run();
    expect(send).toHaveBeenCalledTimes(2);
    expect(send.mock.calls[1][0]).toMatchObject({
      recipients: {
        entityRef: ['group:default/on-call', 'group:default/platform-ops'],
      },
      payload: {
        title: 'Team sandbox is halted',
        link: '/environments/templates/default/team-sandbox',
      },
    });
  });

  it('tells of the others when one notice fails, and says which it gives up', async () => {
    await engine.registrar.run();
    for (const name of ['one', 'two', 'three']) await fail(name);
    const [{ revision: other2 }] = await engine.store.templates.findOffers([
      'environmenttemplate:default/service-sandbox',
    ]);
    await engine.store.transaction(tx =>
      tx.templateRevisions.halt(other2!, 'user:default/olu', 'stop'),
    );
    const logger = mockServices.logger.mock();
    const send = jest.fn().mockImplementation(async ({ payload }) => {
      if (payload.title.startsWith('Team')) throw new Error('no such group');
    });
    const notices = new HaltNotices({
      store: engine.store,
      notifications: { send },
      config: mockServices.rootConfig({ data: {} }),
      logger,
    });
    await notices.run();
    await notices.run();
    expect(send.mock.calls.map(([{ payload }]) => payload.title)).toEqual([
      'Team sandbox is halted',
      expect.stringMatching('Service sandbox is halted'),
      'Team sandbox is halted',
    ]);
    await knex('template_revisions')
      .whereNotNull('halted_at')
      .update({ halted_at: knex.raw("halted_at - interval '2 days'") });
    await notices.run();
    await notices.run();
    expect(send).toHaveBeenCalledTimes(3);
    const warnings = logger.warn.mock.calls.map(([message]) => message);
    expect(warnings.filter(one => one.includes('Team sandbox'))).toEqual([
      expect.stringContaining('trying again later'),
      expect.stringContaining('trying again later'),
      expect.stringContaining('nobody will be'),
    ]);
  });
});
