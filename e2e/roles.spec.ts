import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { PEOPLE } from './support/people';
import { chooseAction } from './support/environmentPage';
import { expect, test } from './support/test';

test('another team neither finds an environment nor learns that there is one', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const dana = await portalAs('Dana');
  const milo = await portalAs('Milo');
  const name = newName('secret');
  const { id } = await dana.create(name);
  const made = `/api/environments/environments/${id}`;

  const { items } = await milo.get(
    '/api/environments/environments?scope=all&limit=200',
  );
  expect(items.map((item: { id: string }) => item.id)).not.toContain(id);

  await test.step('what is not there and what is not his answer alike', async () => {
    const unknown = randomUUID();
    const invented = `/api/environments/environments/${unknown}`;
    for (const [method, rest] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/operations'],
      ['GET', '/objects'],
      ['POST', '/kubeconfig'],
    ] as const) {
      const body = method === 'POST' ? {} : undefined;
      const forbidden = await milo.send(method, made + rest, body);
      const absent = await milo.send(method, invented + rest, body);
      expect.soft(forbidden.status(), `${method} ${rest}`).toBe(404);
      expect
        .soft((await forbidden.text()).replaceAll(id, 'ID'))
        .toBe((await absent.text()).replaceAll(unknown, 'ID'));
    }
  });

  await test.step('his pages do not show it', async () => {
    const page = await pageAs('Milo');
    await expect(
      page
        .getByRole('list', { name: 'Templates' })
        .or(page.getByRole('grid', { name: 'My environments' })),
    ).toBeVisible();
    await expect(page.locator('body')).not.toContainText(name);
    await expect(page.getByRole('tab', { name: 'All' })).toBeHidden();
    await expect(page.getByRole('link', { name: 'Audit' })).toBeHidden();
    await page.goto(`/environments/${id}`);
    await expect(page.getByRole('alert')).toContainText('No such environment');
    await page.goto(`/environments/${randomUUID()}`);
    await expect(page.getByRole('alert')).toContainText('No such environment');
    await page.goto('/environments/no-id');
    await expect(page.getByRole('alert')).toContainText('No such environment');
    await page.goto('/audit');
    await expect(page.getByRole('alert')).toContainText(
      'The audit log is for auditors and ops',
    );
  });

  expect(
    (await milo.send('GET', '/api/environments/audit/records')).status(),
  ).toBe(403);
});

test('ops see every environment and may delete it, but not get into it', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('abandoned');
  await (await portalAs('Dana')).create(name);
  const page = await pageAs('Olu');

  await openFromAll(page, name);
  await expect(page.getByText(/only its owners may/)).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Get kubeconfig' }),
  ).toBeHidden();
  await chooseAction(page, 'Delete environment');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Delete environment' }).click();
  await expect(page.getByText(/^Deleted at/)).toBeVisible({ timeout: 60_000 });
});

test('an auditor sees every environment and changes none', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('audited');
  const { id } = await (await portalAs('Dana')).create(name);
  const ada = await portalAs('Ada');
  const page = await pageAs('Ada');

  await expect(page.getByText('You own no environments.')).toBeVisible();
  await expect(page.getByRole('tab', { name: 'All' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Create' })).toBeHidden();
  await openFromAll(page, name);
  await expect(
    page.getByRole('button', { name: 'Get kubeconfig' }),
  ).toBeHidden();
  // Nothing else: a legal hold is for them to put and to end.
  await expect(page.getByRole('button', { name: 'Legal hold' })).toBeVisible();
  await expect(
    page.getByRole('button', {
      name: /Delete environment|Extend|Hibernate|More that you can do/,
    }),
  ).toBeHidden();
  await expect(page.getByRole('link', { name: 'Audit trail' })).toBeVisible();

  const path = `/api/environments/environments/${id}`;
  expect((await ada.send('DELETE', path)).status()).toBe(403);
  expect((await ada.send('POST', `${path}/kubeconfig`, {})).status()).toBe(403);
  const request = await ada.requestBody(newName('forbidden'));
  expect(
    (
      await ada.send('POST', '/api/environments/environments', request)
    ).status(),
  ).toBe(403);
  expect((await ada.waitFor(id, 'Ready')).name).toBe(name);
});

test('the audit log answers who, by what right, where, what, and how it ended', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('traced');
  const dana = await portalAs('Dana');
  const { id, namespace } = await dana.create(name);
  await (
    await portalAs('Milo')
  ).send('DELETE', `/api/environments/environments/${id}`);
  const page = await pageAs('Ada');
  await page.goto(`/audit?environment=${id}`);
  const records = page.getByRole('grid', { name: 'Audit records' });
  const rows = records
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
  const record = page.getByRole('region', { name: 'Record' });

  await test.step('the refusal of another team is there', async () => {
    await choose(page, 'Outcome', /^Denied/);
    await expect(rows).toHaveCount(1);
    await rows.getByText('environment.delete · Denied').click();
    await expect(fact(record, 'Actor')).toContainText('milo');
    await expect(fact(record, 'Groups')).toContainText(PEOPLE.Milo.group);
    await expect(fact(record, 'Decision')).toHaveText('DENY');
    await expect(fact(record, 'Because')).toContainText('team-harbor');
    await record.getByRole('button', { name: 'Close record' }).click();
    await page.goto(`/audit?environment=${id}`);
  });

  await test.step('what Dana did stands apart', async () => {
    await choose(page, 'Person', /^dana/);
    await choose(page, 'Template', /^Team sandbox/);
    await expect(rows.filter({ hasText: 'milo' })).toHaveCount(0);
    await rows.getByText('environment.create · Authorized').click();
    await expect(fact(record, 'Actor')).toContainText('dana');
    await expect(fact(record, 'Permission')).toHaveText(
      'environments.environment.create',
    );
    await expect(fact(record, 'Decision')).toHaveText('ALLOW');
    await expect(fact(record, 'Because')).toContainText('team-harbor');
    await expect(fact(record, 'Cluster')).toHaveText('local');
    await expect(fact(record, 'Namespace')).toHaveText(namespace);
    await expect(fact(record, 'Template')).toHaveText('team-sandbox');
  });

  await test.step('its trail leads to the end of the request', async () => {
    const trail = record.getByRole('list', {
      name: /^Records of the same request/,
    });
    for (const object of [
      'Namespace',
      'ResourceQuota',
      'NetworkPolicy',
      'RoleBinding',
    ]) {
      // An attempt stands before each change of the cluster, its result after it.
      const steps = trail
        .getByRole('listitem')
        .filter({ hasText: `${object} ` });
      await expect(steps.filter({ hasText: 'Attempt' }).first()).toBeVisible();
      await expect(
        steps.filter({ hasText: 'Succeeded' }).first(),
      ).toBeVisible();
    }
    await trail
      .getByRole('button', { name: 'environment.create · Succeeded' })
      .click();
    await expect(fact(record, 'Stage')).toHaveText('Succeeded');
    await expect(fact(record, 'Outcome')).toHaveText('Success');
  });

  await test.step('a link to the record opens it again', async () => {
    await page.reload();
    await expect(fact(record, 'Stage')).toHaveText('Succeeded');
    await expect(fact(record, 'SHA-256 of the canonical bytes')).toHaveText(
      /^sha256:[0-9a-f]{64}$/,
    );
  });
});

async function openFromAll(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name: 'All' }).click();
  await page
    .getByRole('grid', { name: 'All environments' })
    .getByRole('link', { name })
    .click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

/** Chooses in one of the filters. */
async function choose(
  page: Page,
  filter: string,
  option: RegExp,
): Promise<void> {
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('menuitem', { name: filter, exact: true }).click();
  await page.getByRole('menuitem', { name: option }).click();
}

/** The value that stands beside a term. */
function fact(within: ReturnType<Page['getByRole']>, term: string) {
  return within
    .getByRole('term')
    .filter({ hasText: new RegExp(`^${term.replace(/[()]/g, '\\$&')}$`) })
    .locator('xpath=following-sibling::dd[1]');
}
