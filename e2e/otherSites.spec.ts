import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

/** The same machine by another name: another site for browsers, and no other network. */
const EVIL = 'http://127.0.0.1:9/';

// Whether they need more, each browser test looks at.
test('pages are made of nothing but files of the portal', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const { id } = await (
    await portalAs('Dana')
  ).create(newName('strict'), { template: 'service-sandbox' });
  const olu = await pageAs('Olu');
  for (const path of [
    '/environments',
    '/environments/all',
    '/environments/create?template=default/service-sandbox',
    `/environments/${id}`,
    `/environments/${id}?tab=lease`,
    `/environments/${id}?tab=objects`,
    `/environments/${id}?tab=activity`,
    '/environments/templates',
    '/environments/templates/default/service-sandbox',
    '/environments/templates/workbench?template=default/service-sandbox',
    '/environments/approvals',
    '/environments/policies',
    '/audit',
    '/audit/report',
    '/audit/log',
    '/notifications',
    '/settings',
    '/catalog/default/group/platform-ops',
  ]) {
    await olu.goto(path);
    await expect(olu.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await olu.waitForLoadState('networkidle');
  }

  await test.step('what somebody put into one does not run, load or send', async () => {
    const page = await olu.context().newPage();
    const refused: string[] = [];
    await page.exposeFunction('noteRefused', (what: string) =>
      refused.push(what),
    );
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', event =>
        (window as unknown as { noteRefused(what: string): void }).noteRefused(
          event.effectiveDirective,
        ),
      ),
    );
    await page.goto('/environments');
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      const foreign = document.createElement('script');
      foreign.src = 'http://127.0.0.1:9/script.js';
      const picture = document.createElement('img');
      picture.setAttribute('onerror', 'window.ran = true');
      picture.src = 'http://127.0.0.1:9/picture.png';
      const frame = document.createElement('iframe');
      frame.src = 'http://127.0.0.1:9/';
      document.body.append(script, foreign, picture, frame);
      fetch('http://127.0.0.1:9/').catch(() => {});
    });
    await expect
      .poll(() => [...refused].sort())
      .toEqual([
        'connect-src',
        'frame-src',
        'img-src',
        'script-src-attr',
        'script-src-elem',
        'script-src-elem',
      ]);
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });
});

test('another site does nothing in the name of who is signed in', async ({
  baseURL,
  pageAs,
  portalAs,
  newName,
}) => {
  const dana = await portalAs('Dana');
  const { id } = await dana.create(newName('forged'));
  const victim = await pageAs('Dana');
  const api = new URL('/api/environments/environments', baseURL).href;
  const answers: [url: string, status: number][] = [];
  const evil = await openEvil(victim);
  evil.on('response', response => {
    if (response.url().startsWith(api)) {
      answers.push([response.url(), response.status()]);
    }
  });

  await test.step('by a script', async () => {
    const outcomes = await evil.evaluate(
      async ({ url, environment }) => {
        const send = (to: string, init: RequestInit) =>
          fetch(to, { credentials: 'include', ...init }).then(
            () => 'read',
            () => 'refused',
          );
        return await Promise.all([
          send(url, {}),
          send(`${url}/${environment}`, { method: 'DELETE' }),
          send(`${url}/${environment}/shares`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"label":"Mine"}',
          }),
          send(`${url}/${environment}/shares`, {
            method: 'POST',
            body: '{"label":"Mine"}',
          }),
        ]);
      },
      { url: api, environment: id },
    );
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
  });

  await test.step('by a form', async () => {
    await Promise.all([
      evil.waitForResponse(`${api}/${id}/kubeconfig`),
      evil.evaluate(url => {
        const form = document.createElement('form');
        form.method = 'POST';
        form.action = url;
        form.enctype = 'text/plain';
        document.body.append(form);
        form.submit();
      }, `${api}/${id}/kubeconfig`),
    ]);
  });
  expect(answers.length).toBeGreaterThan(0);
  for (const [url, status] of answers) expect.soft(status, url).toBe(401);
  expect((await dana.get(`${new URL(api).pathname}/${id}`)).phase).toBe(
    'Ready',
  );
  expect(
    (await dana.get(`${new URL(api).pathname}/${id}/shares`)).items,
  ).toEqual([]);

  await test.step('and has the portal in no frame', async () => {
    const framing = await openEvil(victim);
    await framing.evaluate(url => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
    }, new URL('/environments', baseURL).href);
    await expect.poll(() => framing.frames().length).toBe(2);
    await expect
      .poll(() => framing.frames()[1].url())
      .toBe('chrome-error://chromewebdata/');
  });
});

/** A page of somebody else's, in the browser of who is signed in. */
async function openEvil(victim: Page): Promise<Page> {
  const page = await victim.context().newPage();
  await page.route(`${EVIL}**`, route =>
    route.fulfill({
      contentType: 'text/html',
      body: '<h1>Free sandboxes</h1>',
    }),
  );
  await page.goto(EVIL);
  return page;
}
