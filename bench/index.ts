import { readFileSync } from 'node:fs';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';
import { PortalSide } from './PortalSide';
import { RawSide } from './RawSide';
import { measureClaims } from './claim';
import { measureIdle } from './idle';
import { formatReport } from './report';
import { measureTakeovers } from './takeover';
import { measureWaves } from './wave';

const TEMPLATE = { namespace: 'default', name: 'service-sandbox' };
const OWNER = 'group:default/team-harbor';
const ROUNDS = Number(process.env.SANDLOT_BENCH_ROUNDS ?? 50);
const WARM_UP_ROUNDS = 5;
const giveUpAt = Date.now() + 120_000;

/**
 * Request to Ready through the portal, against the same API calls made bare; then
 * what only a portal does: many at once, claims, takeovers, rest. Both sides take turns in one run, so that whatever slows the machine down
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
  await waitForTemplate(client);
  const portal = await PortalSide.create({
    client,
    databaseUrl: read('SANDLOT_DATABASE_URL'),
    template: TEMPLATE,
    owner: OWNER,
  });
  const kubeconfig = read('SANDLOT_TEST_PORTAL_KUBECONFIG');
  const raw = RawSide.create({
    kubeconfig: readFileSync(kubeconfig, 'utf8'),
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
  await portal.deleteAll();
  say(await measureWaves(portal, raw));
  say(
    await measureClaims(portal, JSON.parse(read('SANDLOT_POOLED_PARAMETERS'))),
  );
  say(await measureTakeovers(portal, kubeconfig));
  say(
    await measureIdle(
      portal,
      read('SANDLOT_METRICS_URL'),
      Number(read('SANDLOT_DRIFT_EVERY_SECONDS')),
    ),
  );
  await portal.close();
  await raw.close();
}

function say(text: string): void {
  console.log(`\n${text}`);
}

function read(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run ./sandlot bench`);
  return value;
}

/** The portal reads it from the catalog a moment after it is up. */
async function waitForTemplate(client: EnvironmentsClient): Promise<void> {
  for (;;) {
    try {
      await client.getTemplate(TEMPLATE);
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise(next => setTimeout(next, 500));
    }
  }
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
