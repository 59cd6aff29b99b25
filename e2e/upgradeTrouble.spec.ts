import { CHECK_MESSAGE } from './support/templateText';
import { expect, test } from './support/test';
import { expectDone, whatRuns } from './support/upgrades';

test('an upgrade that fails says why, and is taken back', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  const template = await newTemplate('worse');
  const name = newName('hurt');
  const { namespace } = await (
    await portalAs('Dana')
  ).create(name, { template: template.name });
  const first = await whatRuns(namespace);
  await template.change({ greeting: 'Woe', neverHolds: 5 });

  const page = await pageAs('Dana');
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Upgrade', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: CHECK_MESSAGE });
  await expect(alert).toBeVisible({ timeout: 120_000 });
  expect((await whatRuns(namespace)).greeting).toBe('Woe');

  await alert.getByRole('button', { name: 'Roll back' }).click();
  await expect(
    dialog.getByRole('list', { name: 'Fields of ConfigMap settings' }),
  ).toContainText(/Woe.*Hello/s);
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  await expectDone(page, { kind: 'Roll back', operations: 3 });
  await expect(alert).toBeHidden();
  expect(await whatRuns(namespace)).toEqual(first);
});

test('what the cluster would refuse is said before, and cannot be agreed to', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  const template = await newTemplate('stiff');
  const name = newName('stuck');
  const { namespace } = await (
    await portalAs('Dana')
  ).create(name, { template: template.name });
  const first = await whatRuns(namespace);
  await template.change({ greeting: 'Welcome', selector: 'other' });

  const page = await pageAs('Dana');
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The cluster would refuse this');
  await expect(dialog).toContainText('field is immutable');
  await expect(
    dialog.getByRole('button', { name: 'Upgrade', exact: true }),
  ).toBeDisabled();
  expect(await whatRuns(namespace)).toEqual(first);
});

test('what ops halt between a look and an agreement is not done', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  const template = await newTemplate('brake');
  const name = newName('braked');
  const { namespace } = await (
    await portalAs('Dana')
  ).create(name, { template: template.name });
  await template.change({ greeting: 'Welcome' });
  const revision = (await template.report())?.revision;
  const olu = await portalAs('Olu');

  const page = await pageAs('Dana');
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const agree = dialog.getByRole('button', { name: 'Upgrade', exact: true });
  await expect(agree).toBeEnabled();
  await olu.send('POST', `/api/environments/revisions/${revision}/halt`, {
    reason: 'The image is broken.',
  });
  await agree.click();
  await expect(
    dialog.getByRole('alert').filter({
      hasText: 'Something changed since you looked',
    }),
  ).toBeVisible();
  await expect(dialog).toContainText('The image is broken');
  await expect(agree).toBeDisabled();
  expect((await whatRuns(namespace)).greeting).toBe('Hello');

  await olu.send('POST', `/api/environments/revisions/${revision}/resume`, {
    reason: 'The image was mended.',
  });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
  await agree.click();
  await expectDone(page, { kind: 'Upgrade', operations: 2 });
  expect((await whatRuns(namespace)).greeting).toBe('Welcome');
});
