import path from 'node:path';
import type { Page } from '@playwright/test';
import { writeTemplate } from './support/editor';
import { environmentId } from './support/environmentPage';
import { TestTemplate } from './support/TestTemplate';
import { expect, test } from './support/test';

/**
 * The pictures of the README, of a portal with nothing else in it. Not part of
 * an ordinary run: `PICTURES=1` with what the others need.
 */
const FOLDER = path.resolve(__dirname, '../docs/images');
const viewport = { width: 1440, height: 900 };
/** Tall enough for every object of the environment. */
const TALL = { width: 1280, height: 1260 };
/** Tall enough for the five answers of a record and the trail of its request. */
const LOG = { width: 1440, height: 1520 };
const name = 'checkout-review';
/** Not the same: what was deleted is there for a while. */
const logged = 'checkout-demo';

test.afterEach(async ({ portalAs }) => {
  await (await portalAs('Olu')).deleteAll([name, logged]);
});

test('pictures', async ({ pageAs, portalAs }) => {
  test.setTimeout(600_000);
  const page = await pageAs('Dana', { viewport });

  await page.goto('/environments/create?template=default/service-sandbox');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Replicas' }).fill('2');
  await page.getByRole('heading', { level: 2 }).click();
  await expect(
    page.getByRole('region', { name: 'What you get' }),
  ).toContainText('2 replicas');
  await take(page, 'create');
  await page.getByRole('button', { name: 'Create environment' }).click();
  await expect(page.getByText(/^Ready since/)).toBeVisible();
  const id = environmentId(page);

  await page.setViewportSize(TALL);
  await page.getByRole('tab', { name: 'Objects' }).click();
  await expect(
    page.getByRole('row').filter({ hasText: 'Deployment' }),
  ).toContainText('Healthy');
  await take(page, 'environment');

  const dark = await pageAs('Dana', {
    viewport: TALL,
    colorScheme: 'dark',
  });
  await dark.goto(`/environments/${id}?tab=objects`);
  await expect(
    dark.getByRole('row').filter({ hasText: 'Deployment' }),
  ).toContainText('Healthy');
  await take(dark, 'environment-dark');

  // From here on there is something that is behind.
  const service = TestTemplate.shipped(
    'service-sandbox',
    await portalAs('Olu'),
  );
  await service.edit(text =>
    text
      .replace('memory: 512Mi', 'memory: 768Mi')
      .replace('LOG_LEVEL:', 'LOG_FORMAT: json\n        LOG_LEVEL:'),
  );
  await page.setViewportSize(viewport);
  await page.goto(`/environments/${id}`);
  await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
  await expect(
    page.getByRole('dialog').getByText('What changes on the cluster'),
  ).toBeVisible();
  await take(page, 'upgrade');

  const ops = await pageAs('Olu', { viewport: { width: 1440, height: 1010 } });
  await ops.goto(
    '/environments/templates/workbench?template=default/service-sandbox',
  );
  await expect(ops.getByText('No problems')).toBeVisible();
  await writeTemplate(
    ops,
    (
      await service.text()
    ).replace('${parameters.replicas}', '${parameters.replicasz}'),
  );
  await ops.getByRole('button', { name: /No such key: replicasz/ }).click();
  await take(ops, 'workbench');
});

test('picture of the log', async ({ pageAs, portalAs }) => {
  const { id } = await (
    await portalAs('Dana')
  ).create(logged, { template: 'service-sandbox' });
  const ada = await portalAs('Ada');
  await expect
    .poll(
      async () => {
        const records = await ada.recordsOf('environment.create', {
          environment: id,
        });
        return records.filter(({ seal }) => seal !== 'witnessed');
      },
      { message: 'records that are not witnessed' },
    )
    .toEqual([]);
  const page = await pageAs('Ada', { viewport: LOG });
  await page.goto(`/audit?environment=${id}&action=environment.create`);
  await page
    .getByRole('row')
    .filter({ hasText: 'environment.create · Authorized' })
    .click();
  await expect(
    page.getByRole('list', { name: /^Records of the same request/ }),
  ).toBeVisible();
  await take(page, 'audit');
});

async function take(page: Page, picture: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.mouse.move(0, 0);
  await page.screenshot({
    path: path.join(FOLDER, `${picture}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}
