import { TestDatabases } from '@backstage/backend-test-utils';
import { Portal, startPortal } from './testing/startPortal';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
const EVIL = 'https://evil.example.com';
const API = '/api/environments';
const ID = '00000000-0000-7000-8000-000000000000';

/** What changes something, and what gives something away. */
const CALLS: [method: string, path: string, body?: object][] = [
  ['POST', '/environments', { name: 'forged' }],
  ['POST', `/environments/${ID}/kubeconfig`, { role: 'owner' }],
  ['POST', `/environments/${ID}/shares`, { label: 'A client' }],
  ['POST', `/environments/${ID}/elevations`, { minutes: 15, reason: 'Mine' }],
  ['DELETE', `/environments/${ID}`],
  ['POST', '/audit/erasures', { person: 'user:default/dana', reason: 'Gone' }],
  ['GET', '/environments'],
  ['GET', '/audit/export?format=csv'],
];

/** What a page of another origin may send without asking first, and what it may not. */
const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json',
];

/** What browsers let a page of the portal do. */
const POLICY = {
  'default-src': "'self'",
  // Backstage's catalog and the forms of templates have schemas, which ajv compiles.
  'script-src': "'self' 'unsafe-eval'",
  'script-src-attr': "'none'",
  'style-src': "'self' 'unsafe-inline'",
  'connect-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self' data:",
  'object-src': "'none'",
  'frame-src': "'none'",
  'frame-ancestors': "'none'",
  'form-action': "'self'",
  'base-uri': "'self'",
};

function policyOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    headers
      .get('content-security-policy')!
      .split(';')
      .map(directive => directive.split(/ (.*)/s))
      .map(([name, sources = '']) => [name, sources]),
  );
}

describe('the portal as it is started', () => {
  let portal: Portal;
  let token: string;

  beforeAll(async () => {
    portal = await startPortal(await databases.init('POSTGRES_18'));
    token = await signIn('user:default/dana');
  });
  afterAll(async () => portal?.stop());

  /** As soon as the catalog has read who there is. */
  async function signIn(person: string): Promise<string> {
    for (;;) {
      const response = await fetch(`${portal.url}/api/auth/personas/refresh`, {
        headers: { 'x-sandlot-persona': person },
      });
      if (response.ok) {
        return (await response.json()).backstageIdentity.token;
      }
      expect(response.status).toBe(404);
    }
  }

  async function call(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${portal.url}${path}`, { redirect: 'manual', ...init });
  }

  const asDana = () => ({ authorization: `Bearer ${token}` });

  /** All that a person's browser would add by itself to what another site has it send. */
  async function cookieOfDana(): Promise<string> {
    const response = await call(`${API}/.backstage/auth/v1/cookie`, {
      headers: asDana(),
    });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^backstage-auth=.*; HttpOnly/);
    return cookie.split(';')[0];
  }

  it('takes the token of somebody who is signed in, which no other site has', async () => {
    const response = await call(`${API}/environments`, { headers: asDana() });
    expect(response.status).toBe(200);
  });

  it('does nothing for a cookie alone, whatever another site has a browser send', async () => {
    const cookie = await cookieOfDana();
    for (const [method, path, body] of CALLS) {
      for (const type of method === 'POST' ? TYPES : [undefined]) {
        const response = await call(`${API}${path}`, {
          method,
          headers: {
            cookie,
            origin: EVIL,
            'idempotency-key': 'forged',
            ...(type && { 'content-type': type }),
          },
          ...(body && { body: JSON.stringify(body) }),
        });
        expect([method, path, type, response.status]).toEqual([
          method,
          path,
          type,
          401,
        ]);
        expect(response.headers.get('access-control-allow-origin')).toBe(null);
      }
    }
    const ada = { authorization: `Bearer ${await signIn('user:default/ada')}` };
    for (const action of [
      'environment.create',
      'environment.access',
      'environment.share',
      'environment.elevation.request',
      'environment.delete',
      'audit.erase',
    ]) {
      const records = await call(`${API}/audit/records?action=${action}`, {
        headers: ada,
      });
      expect([action, (await records.json()).items]).toEqual([action, []]);
    }
  });

  it.each([
    ['with a token that is another site’s', EVIL],
    ['from a page without an origin', 'null'],
    ['from a name that only begins alike', 'http://localhost.evil.example.com'],
  ])('tells a browser to send nothing %s', async (_, origin) => {
    for (const path of [
      `${API}/environments`,
      '/api/auth/personas/refresh',
      '/api/catalog/entities',
    ]) {
      const response = await call(path, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      });
      expect(response.headers.get('access-control-allow-origin')).toBe(null);
    }
  });

  it('signs nobody in by what a form or a link can send', async () => {
    for (const path of [
      '/api/auth/personas/refresh?x-sandlot-persona=user:default/dana',
      '/api/auth/personas/refresh',
    ]) {
      for (const method of ['GET', 'POST']) {
        const response = await call(path, {
          method,
          headers: { origin: EVIL },
        });
        expect([404, 401]).toContain(response.status);
        expect(await response.text()).not.toContain('eyJ');
      }
    }
  });

  it('has the same policy in production, and upgrades requests', async () => {
    const production = await startPortal(
      await databases.init('POSTGRES_18'),
      true,
    );
    try {
      const { headers } = await fetch(`${production.url}${API}/clusters`);
      expect(policyOf(headers)).toEqual({
        ...POLICY,
        'upgrade-insecure-requests': '',
      });
      expect(headers.get('strict-transport-security')).toMatch(
        /^max-age=\d{7}/,
      );
      const preflight = await fetch(`${production.url}${API}/environments`, {
        method: 'OPTIONS',
        headers: { origin: EVIL, 'access-control-request-method': 'POST' },
      });
      expect(preflight.headers.get('access-control-allow-origin')).toBe(null);
    } finally {
      await production.stop();
    }
  });

  it.each(['/', `${API}/clusters`, `${API}/nowhere`, '/api/nobody', '/a/b'])(
    'answers %s with a policy for browsers: its own scripts, nobody’s frame, no other place',
    async path => {
      const { headers } = await call(path, { headers: asDana() });
      expect(policyOf(headers)).toEqual(POLICY);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(headers.get('x-powered-by')).toBe(null);
    },
  );

  it('writes what somebody sends into its log as text that begins no line', async () => {
    const forged = '\u001b[2J\r\n2026-11-30 catalog error FORGED\u001b[8m';
    const response = await call(`${API}/environments/${ID}/elevations`, {
      method: 'POST',
      headers: {
        ...asDana(),
        'content-type': 'application/json',
        'user-agent': 'FORGED \u001b[2J'.replace('\u001b', '%1b'),
      },
      body: JSON.stringify({ minutes: 15, reason: forged }),
    });
    expect(response.status).toBe(400);
    await call(`${API}/environments?${encodeURIComponent(forged)}`, {
      headers: asDana(),
    });
    const ofTests = portal
      .log()
      .split('\n')
      .filter(line => line.includes('FORGED'));
    expect(ofTests.length).toBeGreaterThan(0);
    for (const line of ofTests) {
      expect(line).not.toMatch(/^2026-11-30 catalog error/);
      for (const active of ['\u001b[2J', '\u001b[8m', '\r']) {
        expect(line).not.toContain(active);
      }
    }
  });
});
