import { TestDatabases } from '@backstage/backend-test-utils';
import { Environment, Kubeconfig } from '@sandlot/plugin-environments-common';
import { v4 as uuid } from 'uuid';
import { personAccountName } from './personAccount';
import {
  RealEnvironment,
  eventually,
  startRealEnvironment,
} from './startRealEnvironment';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

/** What the API server itself says to the tokens. */
describe('access on a real control plane', () => {
  let real: RealEnvironment;
  let portal: RealEnvironment['portal'];
  let environment: Environment;

  beforeAll(async () => {
    real = await startRealEnvironment(
      await databases.init('POSTGRES_18'),
      'access',
    );
    ({ portal, environment } = real);
  }, 600_000);
  afterAll(() => real?.stop());

  async function connect(kubeconfig: Kubeconfig) {
    const connection = await real.connect(kubeconfig);
    const { namespace } = environment;
    return {
      whoAmI: async () => {
        const { status } = await connection.request<{
          status: { userInfo: { username: string } };
        }>({
          method: 'POST',
          path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
          body: {
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'SelfSubjectReview',
          },
        });
        return status.userInfo.username;
      },
      listPods: () =>
        connection.request({
          method: 'GET',
          path: `/api/v1/namespaces/${namespace}/pods`,
        }),
      makeConfigMap: () =>
        connection.request({
          method: 'POST',
          path: `/api/v1/namespaces/${namespace}/configmaps?dryRun=All`,
          body: { metadata: { name: 'tried' } },
        }),
    };
  }

  it('is to an environment that is ready', () => {
    expect(environment.phase).toBe('Ready');
  });

  it('names the person to the API server, and has the rights of the role', async () => {
    const [drew, dana] = (['drew', 'dana'] as const).map(person =>
      portal.as(person),
    );
    const owner = await connect(
      await dana.createKubeconfig(environment.id, { expirationSeconds: 600 }),
    );
    const viewer = await connect(
      await drew.createKubeconfig(environment.id, { role: 'viewer' }),
    );
    const userOf = (role: 'owner' | 'viewer', person: string) =>
      `system:serviceaccount:${environment.namespace}:${personAccountName(
        role,
        `user:default/${person}`,
      )}`;
    expect(await owner.whoAmI()).toBe(userOf('owner', 'dana'));
    expect(await viewer.whoAmI()).toBe(userOf('viewer', 'drew'));
    await eventually(200, owner.makeConfigMap);
    await eventually(200, viewer.listPods);
    await expect(viewer.makeConfigMap()).rejects.toMatchObject({ status: 403 });
  });

  it('is refused once it is revoked, that of one person alone, and a new one does not bring the old back', async () => {
    const [drew, dana] = (['drew', 'dana'] as const).map(person =>
      portal.as(person),
    );
    const [theirs, own] = await Promise.all(
      [drew, dana].map(async one =>
        connect(await one.createKubeconfig(environment.id)),
      ),
    );
    await Promise.all([theirs, own].map(one => eventually(200, one.listPods)));
    expect(
      await dana.revokeAccess(environment.id, 'user:default/drew'),
    ).toMatchObject([{ person: 'user:default/dana' }]);
    // Its rights go first: the API server remembers tokens it has just accepted.
    await eventually(403, theirs.listPods);
    await eventually(401, theirs.whoAmI);
    await own.listPods();

    const anew = await connect(await drew.createKubeconfig(environment.id));
    await eventually(200, anew.listPods);
    await expect(theirs.listPods()).rejects.toMatchObject({ status: 401 });
  });

  it('is no drift, and does not keep the environment from being checked again', async () => {
    await portal.runTask('environments-drift');
    expect(await portal.as('dana').getDrift(environment.id)).toMatchObject({
      checkedAt: expect.any(String),
      items: [],
    });
  });

  it('keeps the environment from nothing that is done with it', async () => {
    const dana = portal.as('dana');
    await dana.createKubeconfig(environment.id);
    for (const kind of ['hibernate', 'resume'] as const) {
      const { operation } = await dana.createOperation(
        environment.id,
        { kind },
        uuid(),
      );
      expect(await portal.finished(operation.id)).toMatchObject({
        state: 'Succeeded',
      });
    }
  });
});
