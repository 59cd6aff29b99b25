import type { Page } from '@playwright/test';
import { PEOPLE } from './support/people';
import { clusterAsAdmin, statusOf } from './support/kubernetes';
import { chooseAction, environmentId } from './support/environmentPage';
import { expect, test } from './support/test';

test('a developer makes, follows and deletes an environment, and an auditor reads of it', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('shop');
  const page = await pageAs('Dana');
  const cluster = clusterAsAdmin();

  await test.step('picks a template', async () => {
    await page.getByRole('tab', { name: 'Create' }).click();
    const gallery = page.getByRole('list', { name: 'Templates' });
    for (const title of ['Team sandbox', 'Database sandbox']) {
      await expect(gallery.getByRole('heading', { name: title })).toBeVisible();
    }
    await gallery.getByRole('heading', { name: 'Service sandbox' }).click();
    await expect(
      page.getByRole('heading', {
        name: 'New environment from Service sandbox',
      }),
    ).toBeVisible();
  });

  const form = page.getByRole('form', { name: 'Environment form' });
  const whatYouGet = page.getByRole('region', { name: 'What you get' });
  // One list for each origin.
  const objects = whatYouGet.getByRole('list', {
    name: /^Objects that will be made/,
  });

  await test.step('is told at the field what is wrong, and mends it', async () => {
    const image = form.getByRole('textbox', { name: 'Image' });
    const good = await image.inputValue();
    await form.getByRole('textbox', { name: 'Name' }).fill('Not A Name');
    await image.fill('Not an image!');
    await expect(
      form.getByRole('textbox', { name: 'Name' }),
    ).toHaveAccessibleDescription(
      /Start with a letter, then lower-case letters/,
    );
    await expect(image).toHaveAccessibleDescription(/does not have the form/);
    await expect(image).toHaveAttribute('aria-invalid', 'true');
    await expect(objects).toHaveCount(0);

    await form.getByRole('button', { name: 'Create environment' }).click();
    await expect(page).toHaveURL(/\/create/);

    await form.getByRole('textbox', { name: 'Name' }).fill(name);
    await image.fill(good);
    await form.getByRole('textbox', { name: 'Replicas' }).fill('2');
    await form.getByRole('textbox', { name: 'Replicas' }).press('Tab');
    await expect(image).not.toHaveAttribute('aria-invalid', 'true');
  });

  const promised =
    await test.step('sees exactly what will be made', async () => {
      await expect(
        objects.getByRole('listitem').filter({ hasText: 'Deployment' }),
      ).toContainText(name);
      await expect(whatYouGet).toContainText('2 replicas');
      await expect(whatYouGet).toContainText('This machine');
      return await textsOf(objects.getByRole('listitem'));
    });

  await test.step('creates it, and waits until it is Ready', async () => {
    await form.getByRole('button', { name: 'Create environment' }).click();
    await expect(page.getByRole('heading', { name })).toBeVisible();
    await expect(page.getByText(/^Ready since/)).toBeVisible({
      timeout: 60_000,
    });
  });

  const id = environmentId(page);
  const environment = await (
    await portalAs('Dana')
  ).get(`/api/environments/environments/${id}`);
  const { namespace, operation } = environment;
  expect(operation.stages).toMatchObject(
    ['namespace', 'policies', 'workloads', 'verify'].map(stage => ({
      name: stage,
      state: 'Succeeded',
    })),
  );

  await test.step('finds there what was promised, and nothing else', async () => {
    await page.getByRole('tab', { name: 'Objects' }).click();
    const deployment = page
      .getByRole('grid', { name: 'Objects: Workloads' })
      .getByRole('row')
      .filter({ hasText: 'Deployment' });
    await expect(deployment).toContainText('Healthy');
    expect((await objectsOf(page)).map(withoutSuffix).sort()).toEqual(
      promised.map(withoutSuffix).sort(),
    );
  });

  await test.step('lists it among her own', async () => {
    await page
      .getByRole('navigation', { name: 'sidebar nav' })
      .getByRole('link', { name: 'Environments' })
      .click();
    const row = page
      .getByRole('grid', { name: 'My environments' })
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name }) });
    await expect(row).toContainText('Ready');
    await expect(row).toContainText('team-harbor');
    await row.getByRole('link', { name }).click();
  });

  await test.step('deletes it, once she has typed its name', async () => {
    await chooseAction(page, 'Delete environment');
    const dialog = page.getByRole('dialog', { name: `Delete ${name}?` });
    const confirm = dialog.getByRole('button', { name: 'Delete environment' });
    await expect(dialog).toContainText(namespace);
    await expect(confirm).toBeDisabled();
    await dialog
      .getByRole('textbox', { name: `Type ${name} to confirm` })
      .fill(name);
    await confirm.click();
    await expect(dialog).toBeHidden();
  });

  await test.step('sees the stages of the deletion, and its end', async () => {
    await expect(
      page.getByRole('region', { name: 'How far it is deleted' }),
    ).toBeVisible();
    await expect(page.getByText(/^Deleted at/)).toBeVisible({
      timeout: 60_000,
    });
    expect(
      await statusOf(cluster.core.readNamespace({ name: namespace })),
    ).toBe(404);
    await page.getByRole('tab', { name: 'Activity' }).click();
    await expect(
      page.getByRole('grid', { name: 'Operations' }).getByRole('row'),
    ).toHaveCount(3);
  });

  await test.step('the auditor finds who asked for both, and how they ended', async () => {
    const audit = await pageAs('Ada');
    for (const action of ['environment.create', 'environment.delete']) {
      await audit.goto(`/audit?environment=${id}&action=${action}`);
      const records = audit.getByRole('grid', { name: 'Audit records' });
      for (const stage of ['Requested', 'Authorized', 'Succeeded']) {
        const record = records
          .getByRole('row')
          .filter({ hasText: `${action} · ${stage}` });
        await expect(record).toHaveCount(1);
        await expect(record).toContainText(PEOPLE.Dana.ref.split('/')[1]);
      }
    }
  });
});

async function textsOf(
  items: ReturnType<Page['getByRole']>,
): Promise<string[]> {
  return await items.allInnerTexts();
}

/** The end of a namespace's name is drawn when it is made. */
function withoutSuffix(object: string): string {
  return object
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(Namespace .*)-([a-z0-9]{6}|…)$/, '$1');
}

/** The objects that the page shows, as `Kind name`. */
async function objectsOf(page: Page): Promise<string[]> {
  const rows = page
    .getByRole('grid', { name: /^Objects/ })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
  return await rows.evaluateAll(elements =>
    elements.map(row => {
      const [object, , kind] = row.querySelectorAll(
        '[role=rowheader],[role=gridcell]',
      );
      // below the name stands what the cluster says of the object
      const name = (object as HTMLElement).innerText.split('\n')[0];
      return `${kind.textContent} ${name}`;
    }),
  );
}
