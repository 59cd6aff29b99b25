import type { Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './support/accessibility';
import { expect, test } from './support/test';

const PHONE = { width: 400, height: 800 };

/** A page of the log in which nothing is shown any more that was there before. */
async function openLog(page: Page, query = '') {
  await page.goto(`/audit${query}`);
  const records = page.getByRole('grid', { name: 'Audit records' });
  await expect(records).toBeVisible();
  return records;
}

test('an auditor comes from a name to the answer in two clicks, and proves it in the browser', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const { id } = await (await portalAs('Dana')).create(newName('proven'));
  // A record that is open does not change: it is opened once it is sealed.
  const ada = await portalAs('Ada');
  await expect
    .poll(
      async () => {
        const records = await ada.recordsOf('environment.create', {
          environment: id,
        });
        return records.filter(({ index }) => index === undefined);
      },
      { message: 'records that are not sealed' },
    )
    .toEqual([]);
  const page = await pageAs('Ada');
  const record = page.getByRole('region', { name: 'Record' });

  await test.step('two clicks', async () => {
    const records = await openLog(page, `?environment=${id}`);
    await records.getByRole('link', { name: 'dana' }).first().click();
    await records
      .getByText('environment.create · Authorized', { exact: true })
      .click();
    for (const answer of [
      'Who, and by what right',
      'Where',
      'What',
      'Why',
      'Is it acceptable?',
    ]) {
      await expect(
        record.getByRole('heading', { name: answer, exact: true }),
      ).toBeVisible();
    }
    await expect(record).toContainText('environments.environment.create');
    await expect(record).toContainText('ALLOW');
    await expectAccessible(page, 'audit with a record and its proof');
  });

  await test.step('the proof holds against a key that she trusts', async () => {
    await record
      .getByRole('button', { name: 'It is the same: trust this key' })
      .click();
    await record
      .getByRole('button', { name: 'Verify in this browser' })
      .click();
    await expect(record.getByText('This record is proven')).toBeVisible();
    await expect(
      record
        .getByRole('list', { name: 'Steps of the verification' })
        .getByRole('listitem'),
    ).toHaveCount(6);
  });

  await test.step('the proof is a file too', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      record.getByRole('button', { name: 'Download proof' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.tlog-proof$/);
    const proof = await readFile(await download.path(), 'utf8');
    expect(proof).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  });
});

test('the log is narrowed by what one types, kept as a view and exported', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const { id, namespace } = await (
    await portalAs('Dana')
  ).create(newName('exported'));
  const page = await pageAs('Ada');
  const records = await openLog(page);
  const box = page.getByRole('searchbox', { name: 'Search the log' });
  await box.fill(
    `namespace:${namespace} action:kubernetes.apply stage:attempt`,
  );
  await box.press('Enter');
  await expect(
    page.getByRole('grid', { name: 'Filters' }).getByRole('row'),
  ).toHaveCount(3);
  await expect(
    records.getByText('kubernetes.apply · Attempt').first(),
  ).toBeVisible();
  await expect(records.getByText('environment.create')).toHaveCount(0);

  await test.step('a view brings the filters back', async () => {
    const name = newName('view');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Keep these filters' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page).toHaveURL(/\/audit$/);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name }).click();
    await expect(page).toHaveURL(new RegExp(`namespace=${namespace}`));

    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Delete views' }).click();
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await expect(
      page.getByRole('button', { name: `Delete ${name}` }),
    ).toBeHidden();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('the export has these records with their proofs', async () => {
    await openLog(page, `?environment=${id}&action=environment.create`);
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /NDJSON/ }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8'))
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      type: 'header',
      format: 'sandlot.dev/audit-export/v1',
    });
    expect(lines.at(-1)).toMatchObject({ type: 'trailer' });
    const exported = lines.filter(({ type }) => type === 'record');
    expect(exported.length).toBeGreaterThan(0);
    for (const { record } of exported) {
      expect(record).toMatchObject({
        action: 'environment.create',
        environmentId: id,
      });
    }
  });
});

test('the report of this month has what was created, and what is proven', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('reported');
  await (await portalAs('Dana')).create(name);
  const page = await pageAs('Ada');
  await openLog(page);
  await page.getByRole('link', { name: 'Report', exact: true }).click();
  await page.getByRole('radio', { name: 'This month' }).click();
  await expect(
    page
      .getByRole('table', { name: 'Environments created' })
      .getByRole('row')
      .filter({ hasText: name }),
  ).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Integrity' })).toBeVisible();
  await expectAccessible(page, 'audit report');

  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  expect(await readFile(await csv.path(), 'utf8')).toContain(`,${name},`);
});

test('the state of the log is a page of its own', async ({ pageAs }) => {
  const page = await pageAs('Ada', { viewport: PHONE });
  await openLog(page);
  await page.getByRole('link', { name: 'Details of the log' }).click();
  for (const part of [
    'Sealing',
    'Witnesses',
    'Clusters compared with the log',
    'Checkpoints',
    'Sent on to',
    'Archived months',
  ]) {
    await expect(
      page.getByRole('region', { name: part, exact: true }),
    ).toBeVisible();
  }
  await expect(
    page.getByRole('region', { name: 'Keys that the log signs with' }),
  ).toBeVisible();
  await expectAccessible(page, 'how the log stands');
});

test('ops erase a person whom a record names, and the record stays', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const { id } = await (await portalAs('Dana')).create(newName('left'));
  const ada = await portalAs('Ada');
  const leaver = `user:default/leaver-${randomBytes(3).toString('hex')}`;
  const hold = `/api/environments/environments/${id}/legal-hold`;
  await ada.send('PUT', hold, { reason: `Asked for by ${leaver}` });
  await ada.send('DELETE', `${hold}?reason=over`);

  const page = await pageAs('Olu');
  await page.goto('/audit/log');
  await page.getByRole('button', { name: 'Erase a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reference of the person').fill(leaver);
  await dialog.getByRole('button', { name: 'See what is erased' }).click();
  await expect(dialog.getByRole('region', { name: 'Is erased' })).toContainText(
    'in one record',
  );
  await expectAccessible(page, 'audit, erasure of a person');
  await dialog.getByLabel(/to confirm$/).fill(leaver);
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('They left');
  await dialog.getByRole('button', { name: 'Erase a person' }).click();
  await expect(page.getByText('Erased in one record')).toBeVisible();

  const [held] = await ada.recordsOf('environment.legalHold', {
    environment: id,
  });
  expect(held).toMatchObject({ reason: 'erased', erased: ['/reason'] });
});
