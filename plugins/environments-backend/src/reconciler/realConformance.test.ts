import { TestDatabases } from '@backstage/backend-test-utils';
import { LABEL_TEMPLATE } from '@sandlot/plugin-environments-node';
import { referenceTo } from '../clusters/namespaces';
import { findDrift } from '../domain/drift';
import { RealEngine, createRealEngine } from '../testing/createRealEngine';
import { until } from '../testing/until';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

/** With the portal's own rights, on a real API server. */
describe('conformance on a real control plane', () => {
  let engine: RealEngine;
  let cluster: RealEngine['cluster'];
  let admin: RealEngine['admin'];

  beforeAll(async () => {
    engine = await createRealEngine({
      knex: await databases.init('POSTGRES_18'),
    });
    ({ cluster, admin } = engine);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
  });
  afterAll(() => engine?.stop());

  const read = async (environmentId: string) =>
    (await engine.store.environments.get(environmentId))!;

  async function remove(environmentId: string) {
    const { namespace, namespaceUid } = await read(environmentId);
    await cluster.deleteNamespace(namespace, namespaceUid!);
  }

  // What the server and its controllers add and rewrite is not drift.
  it.each(['team-sandbox', 'service-sandbox', 'database-sandbox'])(
    'finds no drift in what %s makes, until somebody edits it',
    async template => {
      const { environmentId, operationId } = await engine.request(
        `drift-${template}`,
        template,
      );
      await engine.finish(operationId);
      const caller = engine.newCaller();
      const areHealthy = async () =>
        (await engine.service.listObjects(caller, environmentId)).every(
          ({ health }) => health === 'Healthy',
        );
      await until(areHealthy);
      const { manifests, namespace } = await read(environmentId);
      for (const manifest of manifests) {
        const live = await cluster.get(referenceTo(manifest));
        expect(findDrift(manifest, live)).toBeUndefined();
      }

      await admin.request({
        method: 'PATCH',
        path: `/api/v1/namespaces/${namespace}?fieldManager=kubectl-label`,
        body: { metadata: { labels: { [LABEL_TEMPLATE]: 'mine' } } },
        contentType: 'application/merge-patch+json',
      });
      const [home] = manifests;
      const live = await cluster.get(referenceTo(home));
      expect(findDrift(home, live)?.fields).toMatchObject([
        {
          path: '/metadata/labels/sandlot.dev~1template',
          expected: template,
          actual: 'mine',
          manager: 'kubectl-label',
          operation: 'Update',
        },
      ]);
      await remove(environmentId);
    },
  );

  it('fails a creation whose namespace is no longer confined', async () => {
    const { environmentId, operationId } = await engine.request('unconfined');
    const ask = cluster.tryPrivilegedPod.bind(cluster);
    jest.spyOn(cluster, 'tryPrivilegedPod').mockImplementation(async home => {
      await admin.request({
        method: 'PATCH',
        path: `/api/v1/namespaces/${home}`,
        body: {
          metadata: { labels: { 'pod-security.kubernetes.io/enforce': null } },
        },
        contentType: 'application/merge-patch+json',
      });
      // The API server learns of its own namespaces' labels a little later.
      return until(async () => {
        const answer = await ask(home);
        return !answer.refused && answer;
      });
    });
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Failed',
      failure: { reason: 'PodSecurityMissing' },
    });
    expect((await read(environmentId)).phase).toBe('Failed');
    await remove(environmentId);
  });

  it("fails a creation whose template's check never holds", async () => {
    const { environmentId, operationId } = await engine.request('unheard');
    await engine.freezeChecks(environmentId, [
      engine.check('unheard', {
        name: 'spec-is-there',
        that: 'object.spec.replicas == 1',
        message: 'The server has not stored it.',
        context: { parameters: {} },
      }),
      engine.check('unheard', {
        name: 'answers',
        that: 'object.status.availableReplicas >= 1000',
        message: 'The web server has no running replica.',
        context: { parameters: {} },
        timeoutSeconds: 5,
      }),
    ]);
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Failed',
      failure: {
        reason: 'CheckFailed',
        message: 'answers: The web server has no running replica.',
      },
    });
    expect((await read(environmentId)).conditions).toContainEqual(
      expect.objectContaining({ type: 'ConformanceProven', status: 'True' }),
    );
    await remove(environmentId);
  });
});
