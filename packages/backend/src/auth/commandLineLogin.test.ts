import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import authBackend from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import authModulePersonas from '.';

jest.setTimeout(120_000);

const SANDLOT = resolve(__dirname, '../../../cli/bin/sandlot');
const DANA = 'user:default/dana';

/** `sandlot login` against Backstage's own sign-in; the test is the browser. */
describe('the sign-in of command lines', () => {
  const nodeEnv = process.env.NODE_ENV;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let portal: string;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    // Backstage takes clients without TLS in development alone.
    (process.env as { NODE_ENV?: string }).NODE_ENV = 'development';
    folder = await mkdtemp(join(tmpdir(), 'sandlot-login-'));
    file = join(folder, 'login', 'login.json');
    backend = await startTestBackend({
      features: [
        authBackend,
        authModulePersonas,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'User',
              metadata: { name: 'dana', namespace: 'default' },
              spec: {},
            },
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost' },
            auth: {
              environment: 'development',
              clientIdMetadataDocuments: {
                enabled: true,
                allowedClientIdPatterns: [],
              },
              experimentalRefreshToken: { enabled: true },
              providers: {
                personas: {
                  development: { users: [{ name: 'Dana', entityRef: DANA }] },
                },
              },
            },
          },
        }),
      ],
    });
    portal = `http://localhost:${backend.server.port()}`;
  });
  afterAll(async () => {
    (process.env as { NODE_ENV?: string }).NODE_ENV = nodeEnv;
    await backend?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  function sandlot(...args: string[]) {
    const child = spawn(process.execPath, [SANDLOT, ...args], {
      env: { PATH: process.env.PATH, SANDLOT_LOGIN_FILE: file },
    });
    let said = '';
    let heard = () => {};
    child.stderr.on('data', text => {
      said += text;
      heard();
    });
    const ended = new Promise<number | null>(done => child.on('close', done));
    return {
      ended,
      said: () => said,
      /** The address that it prints. */
      address: () =>
        new Promise<string>((found, failed) => {
          heard = () => {
            const [address] = /http\S+v1\/authorize\S+\n/.exec(said) ?? [];
            if (address) found(address.trim());
          };
          heard();
          void ended.then(() => failed(new Error(said)));
        }),
    };
  }

  /** What Backstage's page does when somebody agrees. */
  async function agree(address: string): Promise<string> {
    const answer = await fetch(address, { redirect: 'manual' });
    const session = answer.headers.get('location')!.split('/').at(-1);
    const approved = await fetch(
      `${portal}/api/auth/v1/sessions/${session}/approve`,
      {
        method: 'POST',
        headers: { authorization: mockCredentials.user.header(DANA) },
      },
    );
    return (await approved.json()).redirectUrl;
  }

  const logins = async () => JSON.parse(await readFile(file, 'utf8'));
  const subjectOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).sub;

  it('keeps a login that only its owner can read, renews it, and forgets it', async () => {
    const login = sandlot('login', '--portal', portal, '--no-browser');
    const place = await agree(await login.address());
    // Somebody else's page can't slip in a code of theirs.
    const forged = new URL(place);
    forged.searchParams.set('state', 'x'.repeat(43));
    expect((await fetch(forged)).status).toBe(404);
    expect((await fetch(place)).status).toBe(200);
    expect(await login.ended).toBe(0);
    expect(login.said()).toContain(`You are signed in to ${portal}`);

    // eslint-disable-next-line no-bitwise
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { [portal]: first } = await logins();
    expect(subjectOf(first.accessToken)).toBe(DANA);
    expect(login.said()).not.toContain(first.accessToken);

    // Two kubectl at once, of which each finds that it has ended.
    await writeFile(
      file,
      JSON.stringify({
        [portal]: { ...first, expiresAt: '2026-01-01T00:00:00Z' },
      }),
    );
    const asked = [1, 2].map(() => sandlot('kube-token', '--environment', 'x'));
    expect(await Promise.all(asked.map(one => one.ended))).toEqual([1, 1]);
    // This backend has no environments.
    for (const one of asked) {
      expect(one.said()).toContain('The portal gave no access (404)');
    }
    const { [portal]: second } = await logins();
    expect(subjectOf(second.accessToken)).toBe(DANA);
    expect(second.refreshToken).not.toBe(first.refreshToken);

    const logout = sandlot('logout');
    expect(await logout.ended).toBe(0);
    expect(await logins()).toEqual({});
    await writeFile(
      file,
      JSON.stringify({
        [portal]: { ...second, expiresAt: '2026-01-01T00:00:00Z' },
      }),
    );
    const late = sandlot('kube-token', '--environment', 'x');
    expect(await late.ended).toBe(1);
    expect(late.said()).toContain(`run sandlot login --portal ${portal}`);
  });

  it('sends nothing to a portal without TLS', async () => {
    const login = sandlot('login', '--portal', 'http://portal.example.com');
    expect(await login.ended).toBe(1);
    expect(login.said()).toContain(
      '--portal: expected the address of a portal',
    );
  });
});
