import { TestDatabases } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { KubernetesConnection } from '../clusters/KubernetesConnection';
import { personAccountName } from './personAccount';
import {
  RealEnvironment,
  eventually,
  startRealEnvironment,
} from './startRealEnvironment';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const RBAC = 'rbac.authorization.k8s.io/v1';

/** What the API server itself lets whoever is elevated do, and until when. */
describe('elevation on a real control plane', () => {
  let knex: Knex;
  let real: RealEnvironment;
  let portal: RealEnvironment['portal'];
  let environment: Environment;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    real = await startRealEnvironment(knex, 'elevation');
    ({ portal, environment } = real);
  }, 600_000);
  afterAll(() => real?.stop());

  async function open() {
    const [dana, olu] = [portal.as('dana'), portal.as('olu')];
    const { id } = await dana.requestElevation(environment.id, {
      minutes: 15,
      reason: 'A test of egress',
    });
    await olu.decideElevation(environment.id, id, { decision: 'approve' });
    const kubeconfig = await dana.createKubeconfig(environment.id, {
      role: 'elevated',
    });
    return { id, kubeconfig, elevated: await real.connect(kubeconfig) };
  }

  const group = (api: string, resource: string) =>
    `/${api === 'v1' ? 'api' : 'apis'}/${api}/namespaces/${
      environment.namespace
    }/${resource}`;

  /** One that the template made, unchanged. */
  async function touch(connection: KubernetesConnection, path: string) {
    const { items } = await connection.request<{
      items: { metadata: { name: string } }[];
    }>({ method: 'GET', path });
    return connection.request({
      method: 'PATCH',
      path: `${path}/${items[0].metadata.name}?dryRun=All`,
      contentType: 'application/merge-patch+json',
      body: { metadata: { annotations: { touched: 'yes' } } },
    });
  }

  const protectedKinds = (): string[] => [
    group('networking.k8s.io/v1', 'networkpolicies'),
    group('v1', 'resourcequotas'),
    group('v1', 'limitranges'),
  ];

  it('changes what owners may not, and makes, deletes and reads nothing else', async () => {
    const owner = await real.connect(
      await portal.as('dana').createKubeconfig(environment.id),
    );
    await eventually(200, () =>
      owner.request({ method: 'GET', path: protectedKinds()[0] }),
    );
    const { id, kubeconfig, elevated } = await open();
    const left = Date.parse(kubeconfig.expiresAt!) - Date.now();
    expect(left).toBeLessThanOrEqual(15 * 60_000 + 5_000);
    for (const path of protectedKinds()) {
      await expect(touch(owner, path)).rejects.toMatchObject({ status: 403 });
      await eventually(200, () => touch(elevated, path));
      await expect(
        elevated.request({ method: 'DELETE', path: `${path}/any` }),
      ).rejects.toMatchObject({ status: 403 });
      await expect(
        elevated.request({
          method: 'POST',
          path: `${path}?dryRun=All`,
          body: { metadata: { name: 'another' }, spec: {} },
        }),
      ).rejects.toMatchObject({ status: 403 });
    }
    const account = personAccountName('elevated', 'user:default/dana');
    for (const [method, path] of [
      ['GET', group('v1', 'secrets')],
      ['GET', group('v1', 'pods')],
      ['POST', group('v1', `serviceaccounts/${account}/token`)],
      ['POST', group(RBAC, 'rolebindings')],
      ['POST', group(RBAC, 'roles')],
      ['PATCH', `/api/v1/namespaces/${environment.namespace}`],
      ['GET', '/apis/networking.k8s.io/v1/networkpolicies'],
      ['GET', '/api/v1/namespaces/kube-system/resourcequotas'],
    ] as const) {
      await expect(
        elevated.request({
          method,
          path,
          ...(method !== 'GET' && { body: {} }),
          ...(method === 'PATCH' && {
            contentType: 'application/merge-patch+json',
          }),
        }),
      ).rejects.toMatchObject({ status: 403 });
    }
    await portal.as('dana').closeElevation(environment.id, id);
    await eventually(403, () => touch(elevated, protectedKinds()[0]));
    await eventually(401, () => touch(elevated, protectedKinds()[0]));
    // What they have anyway stays.
    await owner.request({ method: 'GET', path: protectedKinds()[0] });
  });

  it('is of no pod: nobody else in the environment runs one as who is elevated', async () => {
    const { id } = await open();
    const owner = await real.connect(
      await portal.as('drew').createKubeconfig(environment.id),
    );
    const run = () =>
      owner.request({
        method: 'POST',
        path: `${group('v1', 'pods')}?dryRun=All`,
        body: {
          metadata: { name: 'borrowed' },
          spec: {
            serviceAccountName: personAccountName(
              'elevated',
              'user:default/dana',
            ),
            securityContext: {
              runAsNonRoot: true,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                name: 'main',
                image: 'registry.example.com/image:1',
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                },
              },
            ],
          },
        },
      });
    await eventually(200, () =>
      owner.request({ method: 'GET', path: group('v1', 'pods') }),
    );
    await expect(run()).rejects.toThrow('as the service account of a person');
    await portal.as('olu').closeElevation(environment.id, id);
  });

  it('ends by the sweep when its time is up, and a new one does not bring the old token back', async () => {
    const { id, elevated } = await open();
    const [path] = protectedKinds();
    await eventually(200, () => touch(elevated, path));
    await knex('elevations')
      .where({ id })
      .update({ ends_at: new Date(0) });
    await portal.runTask('environments-elevations');
    await eventually(403, () => touch(elevated, path));
    await eventually(401, () => touch(elevated, path));

    const again = await open();
    await eventually(200, () => touch(again.elevated, path));
    await expect(touch(elevated, path)).rejects.toMatchObject({ status: 401 });
    await portal.as('dana').closeElevation(environment.id, again.id);
  });

  it('keeps the environment from nothing that is done with it', async () => {
    const { id } = await open();
    const dana = portal.as('dana');
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
    await dana.closeElevation(environment.id, id);
  });
});
