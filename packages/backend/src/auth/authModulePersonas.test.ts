import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authBackend from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import authModulePersonas from '.';

const dana = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'dana', namespace: 'default' },
  spec: { memberOf: ['team-harbor'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/team-harbor' }],
};

const personas = {
  development: {
    users: [
      { name: 'Dana', entityRef: 'user:default/dana' },
      { name: 'Milo', entityRef: 'user:default/milo' },
    ],
  },
};

async function startBackend(options: {
  environment?: string;
  baseUrl?: string;
  personas: typeof personas | null;
}) {
  const { environment, baseUrl = 'http://localhost:7007' } = options;
  return startTestBackend({
    features: [
      authBackend,
      authModulePersonas,
      catalogServiceMock.factory({ entities: [dana] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl },
          backend: { baseUrl },
          auth: {
            ...(environment && { environment }),
            providers: { personas: options.personas },
          },
        },
      }),
    ],
  });
}

describe('authModulePersonas', () => {
  const nodeEnv = process.env.NODE_ENV;

  afterEach(() => {
    (process.env as { NODE_ENV?: string }).NODE_ENV = nodeEnv;
  });

  it('signs in as a user of the catalog, and as nobody else', async () => {
    const { server } = await startBackend({
      environment: 'development',
      personas,
    });
    function signIn(headers: Record<string, string>) {
      return request(server).get('/api/auth/personas/refresh').set(headers);
    }

    const response = await signIn({ 'x-sandlot-persona': 'user:default/dana' });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      profile: { displayName: 'Dana' },
      backstageIdentity: {
        identity: {
          userEntityRef: 'user:default/dana',
          ownershipEntityRefs: [
            'user:default/dana',
            'group:default/team-harbor',
          ],
        },
      },
    });
    const [, payload] = response.body.backstageIdentity.token.split('.');
    expect(
      JSON.parse(Buffer.from(payload, 'base64url').toString()),
    ).toMatchObject({ sub: 'user:default/dana' });

    // not in the list, not named, not (yet) in the catalog
    expect(
      (await signIn({ 'x-sandlot-persona': 'user:default/root' })).status,
    ).toBe(401);
    expect((await signIn({})).status).toBe(401);
    expect(
      (await signIn({ 'x-sandlot-persona': 'user:default/milo' })).status,
    ).toBe(404);
  });

  it('refuses a name of the internet that points to this machine', async () => {
    const { server } = await startBackend({
      environment: 'development',
      personas,
    });
    const response = await request(server)
      .get('/api/auth/personas/refresh')
      .set({
        host: 'rebound.example.com',
        'x-sandlot-persona': 'user:default/dana',
      });
    expect(response.status).toBe(403);
    expect(response.text).not.toContain('token');
  });

  it.each([
    [
      'another environment',
      { environment: 'production', personas },
      /auth\.environment is production, expected development/,
    ],
    [
      'no environment',
      { personas },
      /auth\.environment is not set, expected development/,
    ],
    [
      'an address that others reach',
      {
        environment: 'development',
        baseUrl: 'https://portal.example.com',
        personas,
      },
      /backend\.baseUrl is https:\/\/portal\.example\.com, expected an address of this machine/,
    ],
    [
      'an empty list',
      { environment: 'development', personas: { development: { users: [] } } },
      /auth\.providers\.personas\.development\.users .*at least one person/,
    ],
    [
      'somebody who is not a user',
      {
        environment: 'development',
        personas: {
          development: {
            users: [{ name: 'Ops', entityRef: 'group:default/ops' }],
          },
        },
      },
      /holds 'group:default\/ops', expected a user/,
    ],
  ])('does not start with %s', async (_, options, expected) => {
    await expect(startBackend(options)).rejects.toThrow(expected);
  });

  it('does not start in production', async () => {
    (process.env as { NODE_ENV?: string }).NODE_ENV = 'production';
    await expect(
      startBackend({ environment: 'development', personas }),
    ).rejects.toThrow(/NODE_ENV is production/);
  });

  it('is not there where the configuration takes it out', async () => {
    (process.env as { NODE_ENV?: string }).NODE_ENV = 'production';
    const { server } = await startBackend({
      environment: 'production',
      baseUrl: 'https://portal.example.com',
      personas: null,
    });
    const response = await request(server)
      .get('/api/auth/personas/refresh')
      .set({ 'x-sandlot-persona': 'user:default/dana' });
    expect(response.status).toBe(404);
  });
});
