import { type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import {
  expectAccessible,
  expectNoSidewaysScroll,
} from './support/accessibility';
import { chooseAction } from './support/environmentPage';
import { giveReason } from './support/reasoned';
import { expect, test } from './support/test';

const looks = [
  { options: { colorScheme: 'light' }, check: expectAccessible },
  { options: { colorScheme: 'dark' }, check: expectAccessible },
  {
    options: { viewport: { width: 400, height: 800 } },
    check: expectNoSidewaysScroll,
  },
] as const;

test('an environment lives by its lease, sleeps, is kept and ends with a receipt', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  test.setTimeout(900_000);
  const name = newName('leased');
  const dana = await portalAs('Dana');
  const { id } = await dana.create(name, { template: 'service-sandbox' });
  const page = await pageAs('Dana');
  await page.goto(`/environments/${id}`);

  await test.step('its owner extends it', async () => {
    await page.getByRole('button', { name: 'Extend' }).click();
    const dialog = page.getByRole('dialog', { name: `Extend ${name}` });
    const oneDay = dialog.getByRole('radio', { name: /^One more day/ });
    await oneDay.press('Space');
    await expect(oneDay).toBeChecked();
    await dialog.getByRole('textbox', { name: /^Reason/ }).fill('The demo');
    await dialog.getByRole('button', { name: 'Extend' }).click();
    await expect(dialog).toHaveCount(0);
    await page.getByRole('tab', { name: 'Activity' }).click();
    await expect(
      page.getByRole('row').filter({ hasText: 'Extend the lease' }),
    ).toContainText('The demo');
  });

  await test.step('its pages can be read and used by everybody', async () => {
    for (const { options, check } of looks) {
      await visit(await pageAs('Dana', options), id, check);
    }
  });

  await test.step('it hibernates, stage by stage, and says what sleeps', async () => {
    await chooseAction(page, 'Hibernate');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Hibernate' })
      .click();
    await expect(page.getByText(/^Asleep since/)).toBeVisible({
      timeout: 60_000,
    });
    await page.getByRole('tab', { name: 'Lease' }).click();
    await expect(
      page.getByRole('grid', { name: 'Workloads that hibernate' }),
    ).toContainText('Deployment');
    await expectAccessible(page, 'environment that hibernates');
    await page.getByRole('tab', { name: 'Activity' }).click();
    await expect(
      page.getByRole('row').filter({ hasText: 'Hibernate' }),
    ).toContainText('Done');
  });

  await test.step('and is resumed', async () => {
    await page.getByRole('button', { name: 'Resume' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Resume' })
      .click();
    await expect(page.getByText(/^Ready since/)).toBeVisible({
      timeout: 60_000,
    });
  });

  const auditor = await pageAs('Ada');
  await test.step('an auditor puts it under legal hold', async () => {
    await auditor.goto(`/environments/${id}`);
    await chooseAction(auditor, 'Legal hold');
    await giveReason(auditor, { action: 'Legal hold', reason: 'Case 7' });
    await expect(auditor.getByText(/^Under legal hold by/)).toBeVisible();
    await expectAccessible(auditor, 'environment under legal hold');
  });

  await test.step('so that its owner sees why it cannot be deleted', async () => {
    await page.reload();
    await expect(page.getByText('Case 7')).toBeVisible();
    await page
      .getByRole('button', { name: /^More that you can do with/ })
      .click();
    await expect(
      page.getByRole('menuitem', { name: 'Hand over' }),
    ).toBeVisible();
    await expect(
      page.getByRole('menuitem', { name: 'Delete environment' }),
    ).toBeHidden();
    await page.keyboard.press('Escape');
  });

  await test.step('and ends it', async () => {
    await auditor.getByRole('button', { name: 'End legal hold' }).click();
    await giveReason(auditor, { action: 'End legal hold', reason: 'Closed' });
    await expect(auditor.getByText(/^Under legal hold by/)).toBeHidden();
  });

  await test.step('its owner deletes it, and there is a receipt', async () => {
    await page.reload();
    await chooseAction(page, 'Delete environment');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Delete environment' }).click();
    await expect(page.getByText(/^Deleted at/)).toBeVisible({
      timeout: 60_000,
    });
    const receipt = page.getByRole('region', {
      name: 'Receipt of the deletion',
    });
    await expect(receipt).toContainText('Objects that went with it');
    await expect
      .poll(
        async () => {
          const proof = await dana.send(
            'GET',
            `/api/environments/environments/${id}/receipts/deletion`,
          );
          return proof.status();
        },
        { message: 'the deletion is sealed' },
      )
      .toBe(200);
    await savesProof(page, 'Save receipt of the deletion');
    await page.getByRole('tab', { name: 'Activity' }).click();
    await savesProof(page, 'Save receipt of the creation');
    await expectAccessible(page, 'environment that is deleted');
    await auditor.reload();
    await auditor
      .getByRole('region', { name: 'Receipt of the deletion' })
      .getByRole('link')
      .click();
    await expect(
      auditor.getByRole('list', { name: /^Records of the same request/ }),
    ).toBeVisible();
  });
});

async function savesProof(page: Page, button: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toMatch(
    /^c2sp\.org\/tlog-proof@v1\n/,
  );
}

/** The places of the life of an environment, each with what it shows there. */
async function visit(
  page: Page,
  id: string,
  check: (page: Page, place: string) => Promise<void>,
) {
  await page.goto(`/environments/${id}?tab=lease`);
  await expect(
    page.getByRole('list', { name: 'Dates of the lease' }),
  ).toBeVisible();
  await check(page, 'environment, lease');
  await page.getByRole('button', { name: 'Change when it hibernates' }).click();
  await page.getByText('Hibernate outside of working hours').click();
  await expect(page.getByLabel('From')).toBeVisible();
  await check(page, 'environment, when it hibernates');
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Add member' }).click();
  await expect(
    page.getByRole('combobox', { name: 'Person or group' }),
  ).toBeVisible();
  await check(page, 'environment, new member');
  await page.keyboard.press('Escape');

  await chooseAction(page, 'Extend');
  await expect(page.getByRole('radio', { name: 'Another day' })).toBeVisible();
  await page.getByRole('radio', { name: 'Another day' }).check({ force: true });
  await check(page, 'environment, extension');
  await page.keyboard.press('Escape');

  await page
    .getByRole('button', { name: /^More that you can do with/ })
    .click();
  await expect(page.getByRole('menuitem', { name: 'Clone' })).toBeVisible();
  await check(page, 'environment, more actions');
  await page.getByRole('menuitem', { name: 'Clone' }).click();
  await expect(page.getByText(/^Copied from/)).toBeVisible();
  await expect(page.getByText(/^Until .* UTC/)).toBeVisible();
  await check(page, 'form of a copy');
}
