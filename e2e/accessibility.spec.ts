import type { Page } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
} from './support/accessibility';
import {
  makeChangedThings,
  visitChanges,
  visitTemplates,
  visitWorkbench,
} from './support/changePlaces';
import { holdPhase } from './support/holdPhase';
import { chooseAction } from './support/environmentPage';
import { expect, test } from './support/test';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everybody can read and use the pages, ${colorScheme}`, async ({
    page: signIn,
    pageAs,
    portalAs,
    newName,
  }) => {
    await signIn.emulateMedia({ colorScheme });
    await signIn.goto('/');
    await expect(
      signIn.getByRole('button', { name: 'Sign in as Dana' }),
    ).toBeVisible();
    await expectAccessible(signIn, 'sign-in');

    const page = await pageAs('Dana', { colorScheme });
    await visit(page, {
      check: expectAccessible,
      id: (
        await (
          await portalAs('Dana')
        ).create(newName('looks'), { template: 'service-sandbox' })
      ).id,
    });

    const audit = await pageAs('Ada', { colorScheme });
    await visitAudit(audit, expectAccessible);
  });
}

test('the pages fit a telephone', async ({ pageAs, portalAs, newName }) => {
  const viewport = { width: 400, height: 800 };
  const page = await pageAs('Dana', { viewport });
  const { id } = await (
    await portalAs('Dana')
  ).create(newName('narrow'), {
    template: 'service-sandbox',
  });
  await visit(page, { check: expectNoSidewaysScroll, id });

  await test.step('the main actions can be reached', async () => {
    await page.goto(`/environments/${id}`);
    await page
      .getByRole('button', { name: 'Get kubeconfig' })
      .click({ trial: true });
    await chooseAction(page, 'Delete environment');
    await page.getByRole('dialog').getByRole('textbox').click({ trial: true });
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Conditions' }).click();
    await page.goto('/environments/create?template=default/service-sandbox');
    await expect(
      page.getByRole('region', { name: 'What you get' }),
    ).toContainText('Quota');
    await page
      .getByRole('button', { name: 'Create environment' })
      .click({ trial: true });
    const bar = page.getByTestId('mobile-sidebar-root');
    for (const name of ['Environments', 'Approvals', 'Settings']) {
      await expect(bar.getByText(name, { exact: true })).toHaveCSS(
        'opacity',
        '1',
      );
    }
    await page.getByRole('link', { name: 'Environments' }).first().click();
    await page
      .getByRole('link', { name: 'New environment' })
      .click({ trial: true });
  });

  await visitAudit(await pageAs('Ada', { viewport }), expectNoSidewaysScroll);
});

test('everybody can read and use what comes after creation', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  test.setTimeout(900_000);
  const things = await makeChangedThings({
    dana: await portalAs('Dana'),
    olu: await portalAs('Olu'),
    name: newName('changed'),
    template: await newTemplate('changed'),
  });
  for (const { options, check } of [
    { options: { colorScheme: 'light' }, check: expectAccessible },
    { options: { colorScheme: 'dark' }, check: expectAccessible },
    {
      options: { viewport: { width: 400, height: 800 } },
      check: expectNoSidewaysScroll,
    },
  ] as const) {
    await test.step(JSON.stringify(options), async () => {
      const owner = await pageAs('Dana', options);
      await visitChanges(owner, { things, check });
      const ops = await pageAs('Olu', options);
      await visitTemplates(ops, { things, check });
      await visitWorkbench(ops, { things, check });
    });
  }
});

type Check = (page: Page, place: string) => Promise<void>;

/** The places of a developer, each with what it shows there. */
async function visit(page: Page, options: { check: Check; id: string }) {
  const { check, id } = options;

  await page.goto('/environments/mine');
  await expect(
    page.getByRole('grid', { name: 'My environments' }),
  ).toBeVisible();
  await check(page, 'my environments');

  await page.goto(
    '/environments/mine?template=environmenttemplate:default/none',
  );
  await expect(
    page.getByText('No environment matches these filters.'),
  ).toBeVisible();
  await check(page, 'my environments, nothing found');

  await page.goto('/environments/create');
  await expect(
    page.getByRole('heading', { name: 'Service sandbox' }),
  ).toBeVisible();
  await check(page, 'gallery');

  await page.goto('/environments/create?template=default/service-sandbox');
  await expect(
    page.getByRole('region', { name: 'What you get' }),
  ).toContainText('Deployment');
  await page.getByRole('button', { name: 'Show YAML' }).click();
  await check(page, 'form with the YAML');
  await page.getByRole('textbox', { name: 'Name' }).fill('Not A Name');
  await expect(page.getByText(/^Start with a letter/)).toBeVisible();
  await check(page, 'form with a problem');

  await page.goto(`/environments/${id}`);
  await page.getByRole('button', { name: 'Get kubeconfig' }).click();
  await expect(
    page.getByRole('button', { name: 'Download kubeconfig' }),
  ).toBeVisible();
  await check(page, 'environment, access');
  await page.getByRole('tab', { name: 'Objects' }).click();
  await expect(
    page.getByRole('grid', { name: 'Objects: Workloads' }),
  ).toBeVisible();
  await check(page, 'environment, objects');
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByRole('grid', { name: 'Operations' })).toBeVisible();
  await check(page, 'environment, activity');
  await page.getByRole('tab', { name: 'Conditions' }).click();
  await expect(page.getByRole('grid', { name: 'Conditions' })).toBeVisible();
  await check(page, 'environment, conditions');
  await chooseAction(page, 'Delete environment');
  await expect(page.getByRole('dialog')).toBeVisible();
  await check(page, 'environment, deletion');

  await holdPhase(page, id, 'Provisioning');
  await page.goto(`/environments/${id}`);
  await expect(
    page.getByRole('region', { name: 'How far it is made' }),
  ).toBeVisible();
  await check(page, 'environment, being made');
  await page.unrouteAll({ behavior: 'wait' });
}

async function visitAudit(page: Page, check: Check) {
  await page.goto('/audit');
  const grid = page.getByRole('grid', { name: 'Audit records' });
  await expect(grid).toBeVisible();
  await check(page, 'audit');
  await grid.getByRole('row').nth(1).click();
  await expect(
    page.getByRole('list', { name: /^Records of the same request/ }),
  ).toBeVisible();
  await check(page, 'audit with a record');
}
