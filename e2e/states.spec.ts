import type { Page } from '@playwright/test';
import { clusterAsAdmin } from './support/kubernetes';
import { expect, test } from './support/test';

const API = '**/api/environments/**';
const MESSAGE = 'The database is away. Nothing was done.';

test('says what failed, and shows it as soon as it works', async ({
  pageAs,
}) => {
  const page = await pageAs('Dana');
  for (const { path, shown } of [
    {
      path: '/environments/mine',
      shown: page
        .getByRole('heading', { name: 'Team sandbox' })
        .or(page.getByRole('grid')),
    },
    {
      path: '/environments/create',
      shown: page.getByRole('heading', { name: 'Team sandbox' }),
    },
    {
      path: '/environments/create?template=default/team-sandbox',
      shown: page.getByRole('form'),
    },
  ]) {
    await answerUnavailable(page);
    await page.goto(path);
    const alert = page.getByRole('alert').filter({ hasText: MESSAGE }).first();
    await expect(alert).toContainText('This could not be fetched');
    await expect(alert).toContainText('Code to quote: ');
    await page.unroute(API);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(shown.first()).toBeVisible();
    await expect(alert).toBeHidden();
  }
});

test('the audit log says what failed', async ({ pageAs }) => {
  const page = await pageAs('Ada');
  await answerUnavailable(page);
  await page.goto('/audit');
  // How the log stands, what it comes to and its records are asked for apart.
  const alerts = page.getByRole('alert').filter({ hasText: MESSAGE });
  await expect(alerts).toHaveCount(3);
  await page.unroute(API);
  for (const left of [2, 1, 0]) {
    await alerts.first().getByRole('button', { name: 'Try again' }).click();
    await expect(alerts).toHaveCount(left);
  }
  await expect(page.getByRole('grid', { name: 'Audit records' })).toBeVisible();
});

test('keeps what it knew of an environment, and says that it is not up to date', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('stale');
  const { id } = await (await portalAs('Dana')).create(name);
  const page = await pageAs('Dana');
  // Time passes when the test says so: a settled environment is asked for seldom.
  await page.clock.install();
  await page.goto(`/environments/${id}`);
  await expect(page.getByText(/^Ready since/)).toBeVisible();

  await page.context().setOffline(true);
  await page.clock.fastForward('01:00');
  await expect(
    page.getByRole('status').filter({ hasText: 'Not up to date' }),
  ).toBeVisible();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await expect(page.getByText(/^Ready since/)).toBeVisible();

  await page.context().setOffline(false);
  await page.clock.fastForward('01:00');
  await expect(page.getByText('Not up to date')).toBeHidden();
});

test('goes on by itself when the portal answers again', async ({ pageAs }) => {
  const page = await pageAs('Dana');
  await page.route(API, route => route.abort());
  await page.goto('/environments/mine');
  const alert = page
    .getByRole('alert')
    .filter({ hasText: 'The portal does not answer.' });
  await expect(alert).toContainText('Code to quote: no answer');
  await page.unroute(API);
  await expect(alert).toBeHidden();
});

test('says of a ready environment what somebody removed from it', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const { id, namespace } = await (
    await portalAs('Dana')
  ).create(newName('robbed'));
  await clusterAsAdmin().core.deleteNamespacedResourceQuota({
    name: 'quota',
    namespace,
  });
  const page = await pageAs('Dana');
  await page.goto(`/environments/${id}`);
  await expect(page.getByText(/^Ready since/)).toBeVisible();
  await expect(
    page.getByText('One object is missing on the cluster: ResourceQuota quota'),
  ).toBeVisible();
});

test('a refused form loses nothing, and is sent again as the same request', async ({
  pageAs,
  newName,
}) => {
  const name = newName('again');
  const page = await pageAs('Dana');
  const keys: (string | undefined)[] = [];
  await page.route('**/api/environments/environments', async route => {
    if (route.request().method() !== 'POST') {
      await route.continue();
      return;
    }
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) {
      await route.continue();
      return;
    }
    await route.fulfill({ status: 503, json: unavailable() });
  });
  await page.goto('/environments/create?template=default/team-sandbox');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await expect(
    page.getByRole('list', { name: 'Objects that will be made: Module quota' }),
  ).toContainText('ResourceQuota');
  const button = page.getByRole('button', { name: 'Create environment' });
  await button.click();
  await expect(
    page.getByRole('alert').filter({ hasText: 'It was not created' }),
  ).toContainText(MESSAGE);
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue(name);

  await button.click();
  await expect(page.getByText(/^Ready since/)).toBeVisible({ timeout: 60_000 });
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
});

test('says what to do where there is nothing yet', async ({ pageAs }) => {
  const page = await pageAs('Milo');
  await page.route('**/api/environments/environments?*', route =>
    route.fulfill({ json: { items: [] } }),
  );
  await page.goto('/environments/mine');
  await expect(page.getByText(/You have no environment yet/)).toBeVisible();
  await page.getByRole('heading', { name: 'Team sandbox' }).click();
  await expect(
    page.getByRole('heading', { name: 'New environment from Team sandbox' }),
  ).toBeVisible();

  await page.goto('/environments/mine?phase=Failed');
  await expect(
    page.getByText('No environment matches these filters.'),
  ).toBeVisible();
});

/** As the portal does while its database is away. */
async function answerUnavailable(page: Page): Promise<void> {
  await page.route(API, route =>
    route.fulfill({ status: 503, json: unavailable() }),
  );
}

function unavailable() {
  return {
    error: { name: 'ServiceUnavailableError', message: MESSAGE },
    response: { statusCode: 503 },
  };
}
