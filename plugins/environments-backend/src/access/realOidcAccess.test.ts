import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Environment } from '@sandlot/plugin-environments-common';
import { parse, stringify } from 'yaml';
import { OwnControlPlane, startControlPlane } from '../testing/controlPlane';
import { userEntity } from '../testing/principals';
import { shippedTemplates } from '../testing/shippedTemplates';
import { TEST_CLIENT, startTestIssuer } from '../testing/startTestIssuer';
import {
  RealEnvironment,
  eventually,
  startRealEnvironment,
} from './startRealEnvironment';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const PREFIX = 'oidc:';
const ASKED = { minutes: 15, reason: 'Debug egress of the shop' };

/** What a real API server says to people whom its own identity provider has signed in. */
describe('people who sign in to a real control plane by themselves', () => {
  let folder: string;
  let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
  let cluster: OwnControlPlane;
  let real: RealEnvironment;
  let portal: RealEnvironment['portal'];
  let environment: Environment;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandlot-oidc-'));
    issuer = await startTestIssuer();
    const authentication = join(folder, 'authentication.yaml');
    await writeFile(authentication, issuer.authenticationConfig(PREFIX));
    cluster = await startControlPlane(authentication);
    real = await startRealEnvironment(
      await databases.init('POSTGRES_18'),
      'oidc',
      {
        clusters: [
          {
            name: 'local',
            kubeconfig: { file: cluster.portalKubeconfig },
            access: {
              type: 'oidc',
              issuerUrl: issuer.url,
              clientId: TEST_CLIENT,
              usernamePrefix: PREFIX,
            },
          },
        ],
        templates: [
          ...shippedTemplates(),
          ...['dana', 'drew'].map(name => {
            const entity = userEntity(name, 'team-harbor');
            const profile = { email: `${name}@example.com` };
            return { ...entity, spec: { ...entity.spec, profile } };
          }),
        ],
      },
    );
    ({ portal, environment } = real);
  }, 900_000);
  afterAll(async () => {
    await real?.stop();
    await cluster?.stop();
    await issuer?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Gets a kubeconfig, and does what kubectl's plugin does with it: it brings a token of the provider. */
  async function connect(
    person: 'dana' | 'drew',
    role: 'owner' | 'elevated' = 'owner',
  ) {
    const { kubeconfig } = await portal
      .as(person)
      .createKubeconfig(environment.id, { form: 'exec', role });
    const content = parse(kubeconfig);
    const { exec } = content.users[0].user;
    expect(exec.args).toContain(`--oidc-issuer-url=${issuer.url}`);
    content.users[0].user = { token: issuer.tokenOf(`${person}@example.com`) };
    const connection = await real.connect({ kubeconfig: stringify(content) });
    const path = (resource: string) =>
      `/api/v1/namespaces/${environment.namespace}/${resource}`;
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
      makeConfigMap: () =>
        connection.request({
          method: 'POST',
          path: `${path('configmaps')}?dryRun=All`,
          body: { metadata: { name: 'tried' } },
        }),
      changeQuota: async () => {
        const { items } = await connection.request<{
          items: { metadata: { name: string } }[];
        }>({ method: 'GET', path: path('resourcequotas') });
        return connection.request({
          method: 'PATCH',
          path: `${path('resourcequotas')}/${
            items[0].metadata.name
          }?dryRun=All`,
          contentType: 'application/merge-patch+json',
          body: { spec: { hard: { pods: '99' } } },
        });
      },
      elsewhere: () =>
        connection.request({
          method: 'GET',
          path: '/api/v1/namespaces/default/configmaps',
        }),
    };
  }

  it('get into the environment as themselves, and nowhere else, until that is revoked', async () => {
    expect(environment.phase).toBe('Ready');
    const [dana, drew] = [await connect('dana'), await connect('drew')];
    // It reads the keys of the provider some time after its start.
    await eventually(200, dana.whoAmI);
    expect(await dana.whoAmI()).toBe('oidc:dana@example.com');
    await eventually(200, dana.makeConfigMap);
    await eventually(200, drew.makeConfigMap);
    await expect(dana.elsewhere()).rejects.toMatchObject({ status: 403 });

    await portal.as('dana').revokeAccess(environment.id, 'user:default/drew');
    await eventually(403, drew.makeConfigMap);
    expect(await drew.whoAmI()).toBe('oidc:drew@example.com');
    await dana.makeConfigMap();
  });

  it('have more rights for the minutes of an elevation, without a token that would end', async () => {
    const owner = await connect('dana');
    await eventually(200, owner.makeConfigMap);
    await expect(owner.changeQuota()).rejects.toMatchObject({ status: 403 });

    const dana = portal.as('dana');
    const { id } = await dana.requestElevation(environment.id, ASKED);
    await portal
      .as('olu')
      .decideElevation(environment.id, id, { decision: 'approve' });
    const elevated = await connect('dana', 'elevated');
    await eventually(200, elevated.changeQuota);

    await dana.closeElevation(environment.id, id);
    await eventually(403, elevated.changeQuota);
    await owner.makeConfigMap();
  });
});
