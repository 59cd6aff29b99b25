import { TestDatabases } from '@backstage/backend-test-utils';
import { LABEL_ENVIRONMENT } from '@sandlot/plugin-environments-node';
import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { ClusterError } from '../clusters/ClusterError';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { personAccountName } from '../access/personAccount';
import { revokeAccounts } from '../access/revokeAccounts';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';
import { until } from '../testing/until';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const unavailable = () =>
  new ClusterError('Unavailable', 'the API server did not answer');

describe('Reconciler', () => {
  let knex: Knex;
  let cluster: InMemoryCluster;
  let engine: TwinEngine;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    engine = await createTwinEngine({ knex });
    cluster = engine.cluster;
  });
  afterEach(async () => {
    await engine.stop();
  });

  const stagesOf = (trail: { action: string; stage: string }[]) =>
    trail.map(({ action, stage }) => `${action} ${stage}`);

  /** Where others work on it. */
  const stateAtEnd = (operationId: string) =>
    until(async () => {
      const operation = await engine.store.operations.get(operationId);
      return operation?.finishedAt && operation.state;
    });

  it('waits and tries again while the cluster does not answer, and says so', async () => {
    const { environmentId, operationId } = await engine.request('patient');
    cluster.faults.failNext(
      { method: 'apply', kind: 'Service' },
      unavailable(),
    );
    await engine.reconciler.run(operationId);

    const waiting = (await engine.store.operations.get(operationId))!;
    expect(waiting).toMatchObject({ state: 'Running', failures: 1 });
    expect(
      waiting.stages.find(({ name }) => name === 'workloads'),
    ).toMatchObject({
      state: 'Running',
      message: expect.stringMatching(/Service .*did not answer.*1 s/),
    });
    expect(
      (await engine.trail(operationId)).filter(
        ({ stage }) => stage === 'unknown',
      ),
    ).toMatchObject([{ target: { kind: 'Service' }, attempt: 1 }]);

    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Succeeded',
      attempt: 2,
    });
    expect((await engine.store.environments.get(environmentId))!.phase).toBe(
      'Ready',
    );
  });

  it('takes a call that timed out but was done for done', async () => {
    const { environmentId, operationId } = await engine.request('timed-out');
    cluster.faults.failNextAnswer({ method: 'createNamespace' }, unavailable());
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Succeeded',
    });
    const environment = (await engine.store.environments.get(environmentId))!;
    const namespace = await cluster.get({
      apiVersion: 'v1',
      kind: 'Namespace',
      name: environment.namespace,
    });
    expect(namespace!.metadata.uid).toBe(environment.namespaceUid);
  });

  it('fails with the words of the cluster when it refuses, and can be deleted then', async () => {
    const { environmentId, operationId } = await engine.request('refused');
    cluster.faults.failNext(
      { method: 'apply', kind: 'Deployment' },
      new ClusterError('Refused', 'violates PodSecurity "restricted"', {
        status: 403,
      }),
    );
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Failed',
      failure: {
        reason: 'Refused',
        message: expect.stringMatching(
          /Deployment refused: violates PodSecurity/,
        ),
        advice: expect.stringContaining('is left as it is'),
      },
    });
    const environment = (await engine.store.environments.get(environmentId))!;
    expect(environment.phase).toBe('Failed');
    expect(environment.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'False' }),
    );
    expect(stagesOf(await engine.trail(operationId)).pop()).toBe(
      'environment.create failed',
    );

    const deletion = await engine.requestDeletion(environmentId);
    expect(await engine.finish(deletion)).toMatchObject({ state: 'Succeeded' });
  });

  it('takes away the access that was to go with a namespace which the cluster does not delete', async () => {
    const { environmentId, operationId } = await engine.request('kept');
    await engine.finish(operationId);
    const person = 'user:default/dana';
    const account = personAccountName('elevated', person);
    const { namespace } = (await engine.store.environments.get(environmentId))!;
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: account, namespace },
    });
    const deletion = await engine.requestDeletion(environmentId);
    await engine.store.transaction(async tx => {
      await tx.accessAccounts.note({
        id: uuidv7(),
        environmentId,
        person,
        role: 'elevated',
        account,
        claims: [person],
        expirationSeconds: 600,
      });
      const environment = (await tx.environments.get(environmentId))!;
      const { actor } = (await tx.operations.get(deletion))!;
      const author = { actor, correlationId: uuidv7() };
      const of = { person };
      await revokeAccounts(tx, author, environment, of, 'It is deleted');
    });
    cluster.faults.failNext(
      { method: 'deleteNamespace' },
      new ClusterError('Refused', 'protected by a policy', { status: 403 }),
    );

    expect(await engine.finish(deletion)).toMatchObject({ state: 'Failed' });
    expect(await engine.store.environments.get(environmentId)).toMatchObject({
      phase: 'Failed',
    });
    expect(await engine.store.accessAccounts.listOf(environmentId)).toEqual([]);
    expect(
      await cluster.get({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: account,
        namespace,
      }),
    ).toBeUndefined();
  });

  it('never adopts a namespace of another', async () => {
    const { environmentId, operationId } = await engine.request('taken');
    const { manifests } = (await engine.store.environments.get(environmentId))!;
    const [namespace] = manifests;
    await cluster.createNamespace({
      ...namespace,
      metadata: { ...namespace.metadata, labels: {} },
    });
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Failed',
      failure: { reason: 'AlreadyExists' },
    });
    const deletion = await engine.requestDeletion(environmentId);
    // Time enough for a creation that might still be under way.
    await knex('operations')
      .where({ id: deletion })
      .update({ requested_at: knex.raw("clock_timestamp() - interval '1 h'") });
    await engine.finish(deletion);
    expect(
      await cluster.get({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: namespace.metadata.name,
      }),
    ).toBeDefined();
  });

  it('lets a worker that was overtaken write nothing more', async () => {
    const { environmentId, operationId } = await engine.request('overtaken');
    const held = cluster.faults.holdNext({ method: 'apply' });
    const slow = engine.reconciler.run(operationId);
    await held.reached;

    await engine.expireLease(operationId);
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Succeeded',
      attempt: 2,
    });
    const before = await engine.store.environments.get(environmentId);
    const trail = await engine.trail(operationId);
    held.release();
    await slow;
    expect(await engine.store.environments.get(environmentId)).toEqual(before);
    expect(await engine.trail(operationId)).toEqual(trail);
  });

  it('leaves to another worker, without a fault of its own, what failed while that one took over', async () => {
    const { operationId } = await engine.request('overtaken-and-failing');
    jest.spyOn(cluster, 'createNamespace').mockImplementationOnce(async () => {
      await engine.expireLease(operationId);
      await engine.finish(operationId);
      throw unavailable();
    });
    expect(await engine.reconciler.run(operationId)).toBe(true);
    expect(await engine.store.operations.get(operationId)).toMatchObject({
      state: 'Succeeded',
      attempt: 2,
      failures: 0,
    });
  });

  it('stops a creation when the deletion is asked for, and leaves nothing', async () => {
    const { environmentId, operationId } = await engine.request('regretted');
    const held = cluster.faults.holdNext({ method: 'apply' });
    const creation = engine.reconciler.run(operationId);
    await held.reached;
    const deletionId = await engine.requestDeletion(environmentId);
    held.release();
    await creation;

    expect(await engine.finish(deletionId)).toMatchObject({
      state: 'Succeeded',
    });
    expect(await engine.store.operations.get(operationId)).toMatchObject({
      state: 'Failed',
      failure: { reason: 'Superseded' },
    });
    const trail = stagesOf(await engine.trail(operationId));
    const ended = trail.filter(entry =>
      /^kubernetes.* (succeeded|failed|unknown)$/.test(entry),
    );
    expect(ended).toHaveLength(
      trail.filter(entry => entry.endsWith(' attempt')).length,
    );
    expect(trail).toContain('environment.create failed');
    const environment = (await engine.store.environments.get(environmentId))!;
    expect(environment.phase).toBe('Deleted');
    expect(
      await cluster.get({
        apiVersion: 'v1',
        kind: 'Namespace',
        name: environment.namespace,
      }),
    ).toBeUndefined();
  });

  // Without the sweep: it would find what was dropped, but seconds later.
  it('drops nothing that is due later, however many jobs lie there', async () => {
    await engine.store.jobs.work(16, async operationId => {
      await engine.reconciler.run(operationId);
    });
    const makeAndDelete = async (name: string) => {
      const { environmentId, operationId } = await engine.request(
        name,
        'team-sandbox',
      );
      return [
        await stateAtEnd(operationId),
        await stateAtEnd(await engine.requestDeletion(environmentId)),
      ];
    };
    for (const round of ['a', 'b', 'c']) {
      const states = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          makeAndDelete(`many-${round}-${index}`),
        ),
      );
      expect(new Set(states.flat())).toEqual(new Set(['Succeeded']));
    }
  });

  it('writes nothing when its lease ran out between the two steps of taking up', async () => {
    const { environmentId, operationId } = await engine.request('stalled');
    const claimed = (await engine.store.operations.claim(operationId, 10))!;
    await engine.expireLease(operationId);
    await engine.finish(operationId);
    expect(
      await engine.store.environments.claim(environmentId, claimed),
    ).toBeUndefined();
  });

  it('fails in few words when the cluster refuses in very many', async () => {
    const { operationId } = await engine.request('wordy');
    cluster.faults.failNext(
      { method: 'apply', kind: 'Deployment' },
      new ClusterError('Refused', 'x'.repeat(200_000), { status: 422 }),
    );
    const operation = await engine.finish(operationId);
    expect(operation.state).toBe('Failed');
    expect(operation.failure!.message.length).toBeLessThanOrEqual(2000);
  });

  it('says so, and waits, when its cluster is no longer configured', async () => {
    const { environmentId, operationId } = await engine.request('orphan');
    await knex('environments')
      .where({ id: environmentId })
      .update({ cluster: 'gone' });
    await engine.reconciler.run(operationId);
    const operation = (await engine.store.operations.get(operationId))!;
    expect(operation).toMatchObject({ state: 'Running', failures: 1 });
    expect(operation.stages[0].message).toContain('There is no cluster "gone"');
  });

  it('removes what a worker made that woke up after the deletion, and nothing else', async () => {
    const { environmentId, operationId } = await engine.request('late');
    const other = await engine.request('alive');
    await engine.finish(other.operationId);
    const held = cluster.faults.holdNext({ method: 'createNamespace' });
    const frozen = engine.reconciler.run(operationId);
    await held.reached;
    const deletionId = await engine.requestDeletion(environmentId);
    await knex('operations')
      .where({ id: deletionId })
      .update({ requested_at: knex.raw("clock_timestamp() - interval '1 h'") });
    await engine.finish(deletionId);
    held.release();
    await frozen;
    const ofEnvironments = async () =>
      (await cluster.listNamespaces()).filter(
        ({ metadata }) => metadata.labels?.[LABEL_ENVIRONMENT],
      );
    expect(await ofEnvironments()).toHaveLength(2);

    await engine.straySweep.run();
    const alive = await engine.store.environments.get(other.environmentId);
    const left = await ofEnvironments();
    expect(
      left.filter(({ metadata }) => !metadata.deletionTimestamp),
    ).toMatchObject([{ metadata: { uid: alive!.namespaceUid } }]);
    const records = await engine.store.audit.list({
      environment: environmentId,
      limit: 2,
    });
    expect(stagesOf(records.slice(0, 2))).toEqual([
      'kubernetes.delete succeeded',
      'kubernetes.delete attempt',
    ]);
  });

  it('works on an operation whose job was lost, because the sweep finds it', async () => {
    const { operationId } = await engine.request('lost');
    await knex.raw('delete from environments_jobs.job');
    expect(await engine.sweep.run()).toBe(0);
    await engine.expireLease(operationId);
    expect(await engine.sweep.run()).toBe(1);
    const jobs = await knex.raw('select data from environments_jobs.job');
    expect(jobs.rows).toEqual([{ data: { operationId } }]);
  });

  it('takes an operation up as soon as the lease of its worker has run out', async () => {
    const { operationId } = await engine.request('orphan');
    expect(await engine.store.operations.claim(operationId, 10)).toMatchObject({
      attempt: 1,
    });
    await knex.raw('delete from environments_jobs.job');
    expect(await engine.sweep.takeOrphans()).toBe(0);
    await knex('operations')
      .where({ id: operationId })
      .update({ lease_expires_at: knex.raw('clock_timestamp()') });
    expect(await engine.sweep.takeOrphans()).toBe(1);
    const jobs = await knex.raw('select data from environments_jobs.job');
    expect(jobs.rows).toEqual([{ data: { operationId } }]);
  });

  it.each([
    'environment.access',
    'environment.revokeAccess',
    'template.dryRun',
    'kubernetes.delete',
    'audit.export',
  ])(
    'ends in the log the %s of which nobody lived to tell the end',
    async action => {
      const { operationId } = await engine.request('access');
      const [{ record }] = await knex('audit_log').where({
        operation_id: operationId,
        stage: 'requested',
      });
      const { eventId, time, outcome, ...event } = record;
      const attempt = {
        ...event,
        action,
        operationId: undefined,
        correlationId: uuidv7(),
        stage: 'attempt',
      };
      // One of an operation is its next worker's to end.
      const ofOperation = { ...attempt, operationId, correlationId: uuidv7() };
      await engine.store.transaction(tx => tx.record(attempt, ofOperation));
      const ofAccess = () =>
        engine.store.audit.list({
          correlation: attempt.correlationId,
          limit: 10,
        });
      await engine.sweep.run();
      expect(stagesOf(await ofAccess())).toEqual([`${action} attempt`]);

      // As time does: the log itself can't be changed but past its own guard.
      await knex.raw('alter table audit_records disable trigger user');
      await knex('audit_records')
        .whereIn('correlation_id', [
          attempt.correlationId,
          ofOperation.correlationId,
        ])
        .update({
          recorded_at: knex.raw("clock_timestamp() - interval '7 h'"),
        });
      await knex.raw('alter table audit_records enable trigger user');
      await Promise.all([engine.sweep.run(), engine.sweep.run()]);
      await engine.sweep.run();
      expect(stagesOf(await ofAccess())).toEqual([
        `${action} unknown`,
        `${action} attempt`,
      ]);
      expect(
        await engine.store.audit.list({
          correlation: ofOperation.correlationId,
          limit: 10,
        }),
      ).toHaveLength(1);
    },
  );

  it('shares the work between two backends, each operation done once', async () => {
    const other = await createTwinEngine({ knex, cluster });
    const shares = [0, 0];
    const work = (backend: TwinEngine, index: number) =>
      backend.store.jobs.work(2, async operationId => {
        if (await backend.reconciler.run(operationId)) shares[index] += 1;
      });
    await Promise.all([work(engine, 0), work(other, 1)]);
    const requests = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 ? engine : other).request(`shared-${index}`, 'team-sandbox'),
      ),
    );
    for (const { operationId } of requests) {
      expect(await stateAtEnd(operationId)).toBe('Succeeded');
      const trail = stagesOf(await engine.trail(operationId));
      expect(
        trail.filter(entry => entry === 'kubernetes.create succeeded'),
      ).toHaveLength(1);
    }
    await other.store.jobs.stop();
    expect(Math.min(...shares)).toBeGreaterThan(0);
  });
});
