import { TestDatabases } from '@backstage/backend-test-utils';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { v7 as uuidv7 } from 'uuid';
import { personAccountName, personBinding } from '../access/personAccount';
import { roleBinding } from '../clusters/contract/manifests';
import { ClusterError } from '../clusters/ClusterError';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { TwinEngine, createTwinEngine } from '../testing/createTwinEngine';

jest.setTimeout(60_000);

const DANA = 'user:default/dana';
const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('conformance before Ready', () => {
  let cluster: InMemoryCluster;
  let engine: TwinEngine;

  beforeEach(async () => {
    engine = await createTwinEngine({
      knex: await databases.init('POSTGRES_18'),
    });
    cluster = engine.cluster;
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await engine.stop();
  });

  const read = async (environmentId: string) =>
    (await engine.store.environments.get(environmentId))!;

  const conditionOf = async (environmentId: string, type: string) =>
    (await read(environmentId)).conditions.find(
      condition => condition.type === type,
    );

  /** Makes an environment, with something that happens to its namespace before it is looked at. */
  async function makeWith(
    call: Parameters<InMemoryCluster['faults']['holdNext']>[0],
    meddle: (namespace: string, manifests: KubernetesObject[]) => unknown,
  ) {
    const { environmentId, operationId } = await engine.request('meddled');
    const held = cluster.faults.holdNext(call);
    const running = engine.reconciler.run(operationId);
    await held.reached;
    const { namespace, manifests } = await read(environmentId);
    await meddle(namespace, manifests);
    held.release();
    await running;
    return {
      environmentId,
      operation: (await engine.store.operations.get(operationId))!,
    };
  }

  it('says all that was tried', async () => {
    const { environmentId, operationId } = await engine.request('proven');
    await engine.finish(operationId);
    expect(await conditionOf(environmentId, 'ConformanceProven')).toMatchObject(
      {
        status: 'True',
        message: expect.stringMatching(
          /quota is counted \(quota\).*network policy \(isolation\).*privileged pod is refused.*\(sandlot-owner, sandlot-viewer\).*get secrets in namespace default.*create pods\/exec in namespace kube-system/,
        ),
      },
    );
  });

  it('asks each thing once, and again only what was not yet so', async () => {
    const asked = {
      isAllowed: jest.spyOn(cluster, 'isAllowed'),
      tryPrivilegedPod: jest.spyOn(cluster, 'tryPrivilegedPod'),
      listInNamespace: jest.spyOn(cluster, 'listInNamespace'),
    };
    const { operationId } = await engine.request('economical');
    await engine.finish(operationId);
    const questions = asked.isAllowed.mock.calls.map(call =>
      JSON.stringify(call),
    );
    expect(new Set(questions).size).toBe(questions.length);
    expect(asked.tryPrivilegedPod).toHaveBeenCalledTimes(1);
    expect(asked.listInNamespace).toHaveBeenCalledTimes(2);
  });

  it('fails where pod security is not in force', async () => {
    const { environmentId, operation } = await makeWith(
      { method: 'tryPrivilegedPod' },
      name =>
        cluster.editAs(
          'kubectl-label',
          { apiVersion: 'v1', kind: 'Namespace', name },
          ({ metadata }) => {
            delete metadata.labels!['pod-security.kubernetes.io/enforce'];
          },
        ),
    );
    expect(operation).toMatchObject({
      state: 'Failed',
      failure: {
        reason: 'PodSecurityMissing',
        message: expect.stringContaining('A privileged pod'),
      },
    });
    expect(await conditionOf(environmentId, 'ConformanceProven')).toMatchObject(
      { status: 'False', reason: 'PodSecurityMissing' },
    );
    expect(await read(environmentId)).toMatchObject({
      phase: 'Failed',
      readyAt: undefined,
    });
  });

  it('fails where no network policy closes every pod', async () => {
    const { operation } = await makeWith(
      { method: 'listInNamespace', kind: 'NetworkPolicy' },
      namespace =>
        cluster.editAs(
          'kubectl-edit',
          {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'NetworkPolicy',
            name: 'isolation',
            namespace,
          },
          ({ spec }) => {
            Object.assign(spec as object, { policyTypes: ['Ingress'] });
          },
        ),
    );
    expect(operation.failure).toMatchObject({ reason: 'NotIsolated' });
  });

  it.each([
    ['another role', 'stranger', 'admin', 'ClusterRole admin to'],
    [
      'somebody whom the template does not name',
      'stranger',
      'sandlot-owner',
      'ServiceAccount stranger',
    ],
  ])('fails where a binding gives %s', async (_, account, role, named) => {
    const { operation } = await makeWith(
      { method: 'listInNamespace', kind: 'RoleBinding' },
      namespace => cluster.apply(roleBinding(namespace, account, role)),
    );
    expect(operation.failure).toMatchObject({
      reason: 'ForeignBinding',
      message: expect.stringContaining(named),
    });
  });

  it.each([
    ['is known', DANA, undefined],
    ['nobody has written down', 'user:default/mallory', 'ForeignBinding'],
  ])(
    'looks at whose access a binding is: one that %s',
    async (_, person, reason) => {
      const { operation } = await makeWith(
        { method: 'listInNamespace', kind: 'RoleBinding' },
        async namespace => {
          const [{ id }] = await engine.store.environments.list({ limit: 1 });
          await engine.store.transaction(tx =>
            tx.accessAccounts.note({
              id: uuidv7(),
              environmentId: id,
              person: DANA,
              role: 'owner',
              account: personAccountName('owner', DANA),
              claims: [DANA],
              expirationSeconds: 600,
            }),
          );
          const binding = personBinding(
            { id, namespace },
            'owner',
            person,
            undefined,
          );
          await cluster.apply(binding);
        },
      );
      expect(operation.failure?.reason).toBe(reason);
    },
  );

  it('fails where the owner could reach another environment', async () => {
    const other = await engine.request('neighbour');
    await engine.finish(other.operationId);
    const neighbour = (await read(other.environmentId)).namespace;
    const { operation } = await makeWith({ method: 'createNamespace' }, home =>
      cluster.apply({
        ...roleBinding(neighbour, 'gift', 'sandlot-owner'),
        subjects: [
          { kind: 'ServiceAccount', name: 'sandlot-owner', namespace: home },
        ],
      }),
    );
    expect(operation.failure).toMatchObject({
      reason: 'OwnerMayTooMuch',
      message: expect.stringContaining(`namespace ${neighbour}`),
    });
  });

  it('fails where another account of the environment could reach another environment', async () => {
    const other = await engine.request('neighbour');
    await engine.finish(other.operationId);
    const neighbour = (await read(other.environmentId)).namespace;
    const { operation } = await makeWith({ method: 'createNamespace' }, home =>
      cluster.apply({
        ...roleBinding(neighbour, 'gift', 'sandlot-owner'),
        subjects: [
          { kind: 'ServiceAccount', name: 'sandlot-viewer', namespace: home },
        ],
      }),
    );
    expect(operation.failure).toMatchObject({
      reason: 'OwnerMayTooMuch',
      message: expect.stringMatching(
        `service account sandlot-viewer .* in namespace ${neighbour}`,
      ),
    });
  });

  it('waits while pod security can not be tried', async () => {
    const { operationId } = await engine.request('slow-account');
    cluster.faults.failNext(
      { method: 'tryPrivilegedPod' },
      new ClusterError('Refused', 'error looking up service account', {
        status: 403,
      }),
    );
    expect(await engine.finish(operationId)).toMatchObject({
      state: 'Succeeded',
      attempt: 1,
    });
  });
});
