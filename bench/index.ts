import { readFileSync } from 'node:fs';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';
import { PortalSide } from './PortalSide';
import { RawSide } from './RawSide';
import { formatReport } from './report';

const TEMPLATE = { namespace: 'default', name: 'service-sandbox' };
const OWNER = 'group:default/team-harbor';
const ROUNDS = 50;
const WARM_UP_ROUNDS = 5;
const giveUpAt = Date.now() + 60_000;

/**
 * Request to Ready through the portal, against the same API calls made bare.
 * Both sides take turns in one run, so that whatever slows the machine down
 * slows both, and which of them goes first alternates.
 */
export async function run(): Promise<void> {
  const url = read('SANDLOT_URL');
  const token = await signIn(url, 'dana');
  const client = new EnvironmentsClient({
    discoveryApi: { getBaseUrl: async () => `${url}/api/environments` },
    fetchApi: {
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set('Authorization', `Bearer ${token}`);
        return fetch(input, { ...init, headers });
      },
    },
  });
  const portal = await PortalSide.create({
    client,
    databaseUrl: read('SANDLOT_DATABASE_URL'),
    template: TEMPLATE,
    owner: OWNER,
  });
  const raw = RawSide.create({
    kubeconfig: readFileSync(read('SANDLOT_TEST_PORTAL_KUBECONFIG'), 'utf8'),
    manifests: await portal.manifests(),
  });

  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    if (round === 0) {
      portal.forget();
      raw.forget();
    }
    const sides = round % 2 ? [portal, raw] : [raw, portal];
    for (const side of sides)
      await side.measure(`bench-${round + WARM_UP_ROUNDS}`);
  }
  console.log(formatReport(portal.samples, raw.samples));
  await portal.close();
  await raw.close();
}

function read(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run ./sandlot bench`);
  return value;
}

/** Waits for the catalog, which reads its people a moment after the portal is up. */
async function signIn(url: string, persona: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${url}/api/auth/personas/refresh`, {
      headers: { 'x-sandlot-persona': `user:default/${persona}` },
    });
    const body = await response.json();
    if (response.ok) return body.backstageIdentity.token;
    if (Date.now() > giveUpAt) throw new Error(body.error.message);
    await new Promise(next => setTimeout(next, 500));
  }
}
