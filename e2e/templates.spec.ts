import type { Page } from '@playwright/test';
import { statusOf, clusterAsAdmin } from './support/kubernetes';
import { FAULT } from './support/templateText';
import { chooseAction } from './support/environmentPage';
import { expect, test } from './support/test';

test('what ops change on disk becomes a revision, is refused with its place, or is withdrawn', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  test.setTimeout(600_000);
  const template = await newTemplate('life');
  const name = newName('lives');
  const dana = await portalAs('Dana');
  const { id, namespace } = await dana.create(name, {
    template: template.name,
  });
  const page = await pageAs('Olu');
  await openTemplates(page);

  await test.step('a change is another revision', async () => {
    await page.getByRole('link', { name: template.title }).click();
    const revisions = page
      .getByRole('grid', { name: 'Revisions, newest first' })
      .getByRole('row')
      .filter({ has: page.getByRole('gridcell') });
    await expect(revisions).toHaveCount(1);
    await template.change({ greeting: 'Good morning' });
    await page.reload();
    await expect(revisions).toHaveCount(2);
    await expect(revisions.first()).toContainText('current');
    await revisions
      .first()
      .getByRole('button', { name: /^What changed/ })
      .click();
    await expect(
      page.getByRole('list', { name: 'Objects that change' }),
    ).toContainText(/ConfigMap settings.*Hello.*Good morning/s);
  });

  await test.step('what was made before stays as it is, and says so', async () => {
    await page.getByRole('tab', { name: 'Environments' }).last().click();
    await expect(
      page
        .getByRole('grid', { name: 'Environments of this template' })
        .getByRole('row')
        .filter({ has: page.getByRole('link', { name }) }),
    ).toContainText('one revision behind');
    const owner = await pageAs('Dana');
    await owner.getByRole('link', { name }).click();
    await expect(owner.getByText('One revision behind')).toBeVisible();
    const settings = await clusterAsAdmin().core.readNamespacedConfigMap({
      name: 'settings',
      namespace,
    });
    expect(settings.data?.greeting).toBe('Hello');
  });

  await test.step('a fault has its place, and the last good revision stays', async () => {
    const good = (await template.report())?.revision;
    const text = await template.write({ faulty: true });
    await expect
      .poll(async () => (await template.report())?.problems.length, {
        timeout: 120_000,
      })
      .toBeGreaterThan(0);
    const lines = text.split('\n');
    const line = lines.findIndex(words => words.includes(FAULT)) + 1;
    await openTemplates(page);
    const row = rowOf(page, template.title);
    await expect(row).toContainText('Delivery refused');
    await row.getByRole('link', { name: template.title }).click();
    const notice = page.getByRole('status').filter({
      hasText: 'What the catalog delivers now is refused',
    });
    await expect(notice).toContainText('sice');
    await expect(notice).toContainText(
      new RegExp(`${template.name}/template\\.yaml:${line}:\\d+`),
    );
    await expect(notice).toContainText('The last good revision stays in use');
    const offer = await dana.get(
      `/api/environments/templates/default/${template.name}`,
    );
    expect(offer.revision).toBe(good);
  });

  await test.step('gone from the catalog, it is withdrawn', async () => {
    await template.remove();
    await template.waitForState('withdrawn');
    await openTemplates(page);
    await expect(rowOf(page, template.title)).toContainText('Withdrawn');
    const owner = await pageAs('Dana');
    await owner.getByRole('tab', { name: 'Create' }).click();
    await expect(
      owner.getByRole('heading', { name: 'Service sandbox' }),
    ).toBeVisible();
    await expect(
      owner.getByRole('heading', { name: template.title }),
    ).toBeHidden();
  });

  await test.step('its environment can still be deleted', async () => {
    const owner = await pageAs('Dana');
    await owner.getByRole('link', { name }).click();
    await chooseAction(owner, 'Delete environment');
    const dialog = owner.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Delete environment' }).click();
    await dana.waitFor(id, 'Deleted');
    expect(
      await statusOf(clusterAsAdmin().core.readNamespace({ name: namespace })),
    ).toBe(404);
  });

  const ada = await portalAs('Ada');
  for (const action of ['template.publish', 'template.withdraw']) {
    const records = await ada.recordsOf(action, { template: template.ref });
    expect(records.length, action).toBeGreaterThan(0);
  }
});

test('how templates fare is not for developers', async ({
  pageAs,
  portalAs,
}) => {
  for (const person of ['Dana', 'Milo'] as const) {
    const page = await pageAs(person);
    await expect(page.getByRole('tab', { name: 'Create' })).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Templates' })).toBeHidden();
    await page.goto('/environments/templates');
    await expect(
      page.getByText('How templates fare is for ops and auditors'),
    ).toBeVisible();
    const api = await portalAs(person);
    expect(
      (await api.send('GET', '/api/environments/template-reports')).status(),
    ).toBe(403);
  }
});

async function openTemplates(page: Page): Promise<void> {
  await page.goto('/environments');
  await page.getByRole('tab', { name: 'Templates' }).click();
  await expect(page.getByRole('grid', { name: 'Templates' })).toBeVisible();
}

function rowOf(page: Page, title: string) {
  return page
    .getByRole('grid', { name: 'Templates' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: title }) });
}
