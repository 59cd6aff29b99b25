import type { Environment } from './support/PortalApi';
import { giveReason } from './support/reasoned';
import { expect, test } from './support/test';
import { chooseAction } from './support/environmentPage';
import { expectDone, whatRuns } from './support/upgrades';

const PATIENCE = 120_000;

test('a developer sees exactly what an upgrade changes, agrees, and takes it back', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  const template = await newTemplate('better');
  const name = newName('upgraded');
  const dana = await portalAs('Dana');
  const { id, namespace } = await dana.create(name, {
    template: template.name,
  });
  const first = await whatRuns(namespace);
  await template.change({ replicas: 2, greeting: 'Welcome' });

  const page = await pageAs('Dana');
  await page.getByRole('link', { name }).click();

  await test.step('reads the difference', async () => {
    await expect(page.getByText('One revision behind')).toBeVisible();
    await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Upgrade ${name}` });
    await expect(dialog).toContainText('Changed: 2. Made: 0. Deleted: 0.');
    await expect(
      dialog.getByRole('list', { name: 'Fields of Deployment web' }),
    ).toContainText(/spec\.replicas.*Before:.*1.*After:.*2/s);
    await expect(
      dialog.getByRole('list', { name: 'Fields of ConfigMap settings' }),
    ).toContainText(/greeting.*Before:.*Hello.*After:.*Welcome/s);
    // Nothing was done by looking.
    expect(await whatRuns(namespace)).toEqual(first);
    await dialog.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('follows it to its end', async () => {
    await expectDone(page, { kind: 'Upgrade', operations: 2 });
    await expect(page.getByText('One revision behind')).toBeHidden();
    expect(await whatRuns(namespace)).toEqual({
      replicas: 2,
      greeting: 'Welcome',
    });
  });

  await test.step('rolls it back, and all is as it was', async () => {
    await page.getByRole('button', { name: 'Roll back' }).click();
    const dialog = page.getByRole('dialog', { name: `Roll back ${name}` });
    await expect(
      dialog.getByRole('list', { name: 'Fields of Deployment web' }),
    ).toContainText(/spec\.replicas.*Before:.*2.*After:.*1/s);
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await expect(dialog).toBeHidden();
    await expectDone(page, { kind: 'Roll back', operations: 3 });
    expect(await whatRuns(namespace)).toEqual(first);
    await expect(page.getByText('One revision behind')).toBeVisible();
  });

  const ada = await portalAs('Ada');
  for (const action of ['environment.upgrade', 'environment.rollback']) {
    const records = await ada.recordsOf(action, { environment: id });
    expect(
      records.map(({ stage }) => stage),
      action,
    ).toEqual(expect.arrayContaining(['requested', 'authorized', 'succeeded']));
  }
});

test('ops roll a revision out in cohorts, and leave alone what is on hold', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  test.setTimeout(480_000);
  const template = await newTemplate('wave');
  const dana = await portalAs('Dana');
  const environments: Environment[] = [];
  for (const purpose of ['one', 'two', 'held']) {
    environments.push(
      await dana.create(newName(purpose), { template: template.name }),
    );
  }
  const held = environments[2];

  await test.step('the owner of one holds it', async () => {
    const page = await pageAs('Dana');
    await page.getByRole('link', { name: held.name }).click();
    await chooseAction(page, 'Hold');
    await giveReason(page, {
      action: 'Hold',
      reason: 'We show it to customers today.',
    });
    await expect(page.getByRole('note')).toContainText('Held by dana');
    await expect(page.getByRole('note')).toContainText(
      'We show it to customers today.',
    );
  });

  await template.change({ greeting: 'Welcome' });
  const page = await pageAs('Olu');

  await test.step('starts the rollout', async () => {
    await page.getByRole('tab', { name: 'Templates' }).click();
    await page.getByRole('link', { name: template.title }).click();
    await page.getByRole('tab', { name: 'Rollouts' }).click();
    await page.getByRole('button', { name: 'Start a rollout' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start a rollout' });
    await expect(dialog.getByRole('status').first()).toContainText(
      '3 environments are not on this revision. One of them is on hold and is left alone.',
    );
    await expect(
      dialog.getByRole('textbox', { name: 'Name of cohort 1' }),
    ).toHaveValue('Canary');
    await dialog.getByRole('button', { name: 'Start rollout' }).click();
    await expect(
      page.getByRole('heading', { name: `Rollout of ${template.title}` }),
    ).toBeVisible();
  });

  const members = page.getByRole('grid', {
    name: 'Environments of this rollout',
  });
  await test.step('watches it to its end', async () => {
    await expect(page.getByText('Completed', { exact: true })).toBeVisible({
      timeout: PATIENCE,
    });
    for (const { name } of environments) {
      await expect(
        members
          .getByRole('row')
          .filter({ has: page.getByRole('link', { name, exact: true }) }),
      ).toContainText(name === held.name ? 'On hold' : 'Upgraded');
    }
  });

  for (const { namespace, name } of environments) {
    const { greeting } = await whatRuns(namespace);
    expect(greeting, name).toBe(name === held.name ? 'Hello' : 'Welcome');
  }

  await test.step('the owner releases it, and upgrades when it suits', async () => {
    const owner = await pageAs('Dana');
    await owner.getByRole('link', { name: held.name }).click();
    const dialog = owner.getByRole('dialog');
    await owner.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText(
      'We show it to customers today. Release it first',
    );
    await expect(
      dialog.getByRole('button', { name: 'Upgrade', exact: true }),
    ).toBeDisabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    await owner.getByRole('button', { name: 'Release' }).click();
    await expect(owner.getByRole('note')).toBeHidden();
    await owner.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await dialog.getByRole('button', { name: 'Upgrade', exact: true }).click();
    await expectDone(owner, {
      kind: 'Upgrade',
      operations: 2,
    });
    expect((await whatRuns(held.namespace)).greeting).toBe('Welcome');
  });
});
