import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { TestDatabases, mockCredentials } from '@backstage/backend-test-utils';
import { v4 as uuid } from 'uuid';
import { parse, stringify } from 'yaml';
import { KubernetesConnection } from '../clusters/KubernetesConnection';
import { getTestControlPlane } from '../testing/controlPlane';
import { TestPortal, startTestPortal } from '../testing/startTestPortal';
import { personAccountName } from './personAccount';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const SANDLOT = resolve(__dirname, '../../../../packages/cli/bin/sandlot');
const run = promisify(execFile);

/** As kubectl would: the command of the kubeconfig is run, and its token used. */
describe('a kubeconfig without a token', () => {
  let portal: TestPortal;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    const { portalKubeconfig } = await getTestControlPlane();
    portal = await startTestPortal({
      knex: await databases.init('POSTGRES_18'),
      clusters: [
        { name: 'local', kubeconfig: { file: portalKubeconfig } },
        {
          name: 'own',
          inMemory: true,
          access: {
            type: 'oidc',
            issuerUrl: 'https://login.example.com',
            clientId: 'kubernetes',
            usernamePrefix: 'oidc:',
          },
        },
      ],
    });
    await portal.readCatalog();
    folder = await mkdtemp(join(tmpdir(), 'sandlot-exec-'));
    file = join(folder, 'login.json');
  }, 600_000);
  afterEach(() => rm(file, { force: true }));
  afterAll(async () => {
    await portal?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const signIn = (expiresAt: Date) =>
    writeFile(
      file,
      JSON.stringify({
        [new URL(portal.url).origin]: {
          clientId: 'test',
          accessToken: mockCredentials.user.token('user:default/dana'),
          expiresAt,
        },
      }),
      { mode: 0o600 },
    );
  const sandlot = (args: string[]) =>
    run(process.execPath, [SANDLOT, ...args], {
      env: { PATH: process.env.PATH, SANDLOT_LOGIN_FILE: file },
    });

  async function make(cluster: string) {
    const dana = portal.as('dana');
    const { ref, revision } = await dana.getTemplate({
      namespace: 'default',
      name: 'team-sandbox',
    });
    const { environment, operation } = await dana.createEnvironment(
      {
        template: ref,
        revision,
        cluster,
        name: `exec-${uuid().slice(0, 8)}`,
        owner: 'group:default/team-harbor',
        parameters: {},
      },
      uuid(),
    );
    await portal.finished(operation.id);
    return environment;
  }

  it('gets none for a cluster that people sign in to by themselves, and says what to do', async () => {
    const { id } = await make('own');
    await signIn(new Date(Date.now() + 3600_000));
    await expect(
      sandlot(['kube-token', `--environment=${id}`]),
    ).rejects.toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(
        /The portal gave no access \(400\): .*cluster own has people sign in by themselves.*oidc-login/,
      ),
    });
  });

  it('gets one by its command, which the cluster knows as the person’s, and says what to do without a login', async () => {
    const dana = portal.as('dana');
    const environment = await make('local');
    const { kubeconfig } = await dana.createKubeconfig(environment.id, {
      form: 'exec',
    });
    const config = parse(kubeconfig);
    const { command, args } = config.users[0].user.exec;
    expect(command).toBe('sandlot');
    await expect(sandlot(args)).rejects.toMatchObject({
      stdout: '',
      stderr: expect.stringContaining(
        'You are not signed in: run sandlot login --portal URL',
      ),
    });
    await signIn(new Date(0));
    await expect(sandlot(args)).rejects.toMatchObject({
      stderr: expect.stringMatching(/Your login to .* has ended: run sandlot/),
    });

    await signIn(new Date(Date.now() + 3600_000));
    const { stdout } = await sandlot(args);
    const credential = JSON.parse(stdout);
    expect(credential).toMatchObject({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: expect.any(String) },
    });
    expect(
      Date.parse(credential.status.expirationTimestamp) - Date.now(),
    ).toBeLessThanOrEqual(600_000);

    config.users[0].user = { token: credential.status.token };
    const used = join(folder, 'kubeconfig');
    await writeFile(used, stringify(config), { mode: 0o600 });
    const connection = KubernetesConnection.fromKubeconfig({ file: used });
    await expect(
      connection.request({
        method: 'POST',
        path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'SelfSubjectReview',
        },
      }),
    ).resolves.toMatchObject({
      status: {
        userInfo: {
          username: `system:serviceaccount:${
            environment.namespace
          }:${personAccountName('owner', 'user:default/dana')}`,
        },
      },
    });
    await connection.close();

    const deletion = await dana.deleteEnvironment(environment.id);
    await portal.finished(deletion.operation.id);
    await expect(sandlot(args)).rejects.toMatchObject({
      stderr: expect.stringMatching(/The portal gave no access \(409\)/),
    });
  });
});
