import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import {
  type ClusterClient,
  clusterWith,
  statusOf,
} from './support/kubernetes';
import { expect, test } from './support/test';

const FORBIDDEN = 403;
const UNAUTHORIZED = 401;

test('more rights are asked for, agreed to by somebody else, used, and given back', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('rights');
  const { id, namespace } = await (
    await portalAs('Dana')
  ).create(name, { template: 'service-sandbox' });
  const dana = await pageAs('Dana');
  await dana.goto(`/environments/${id}`);

  await test.step('Dana asks, with minutes and a reason', async () => {
    await dana.getByRole('button', { name: 'Ask for more rights' }).click();
    const dialog = dana.getByRole('dialog');
    // By the keyboard: the dialog still moves under a pointer.
    const minutes = dialog.getByRole('radio', { name: '15 minutes' });
    await minutes.press('Space');
    await expect(minutes).toBeChecked();
    await dialog.getByRole('textbox').fill('Find out what the quota hides');
    await dialog.getByRole('button', { name: 'Ask for more rights' }).click();
    await expect(elevations(dana)).toContainText(
      /Waits for somebody to agree to 15 minutes/,
    );
    await expect(
      dana.getByRole('button', { name: 'Approve more rights for dana' }),
    ).toHaveCount(0);
  });

  const olu = await pageAs('Olu');
  await test.step('Olu is told, comes by the notice, and agrees', async () => {
    await olu.goto('/notifications');
    await olu
      .getByRole('link', {
        name: `Do you agree to more rights in environment ${name}?`,
      })
      .click();
    await expect(elevations(olu)).toContainText(
      'Find out what the quota hides',
    );
    await olu
      .getByRole('button', { name: 'Approve more rights for dana' })
      .click();
    await expect(elevations(olu)).toContainText(/Open, for another/);
  });

  let client: ClusterClient;
  await test.step('Dana changes what the template keeps from her, and nothing else', async () => {
    await expect(elevations(dana)).toContainText(/Open, for another/);
    client = clusterWith(await elevatedKubeconfig(dana));
    const [quota] = (
      await client.core.listNamespacedResourceQuota({ namespace })
    ).items;
    const changed = await client.core.patchNamespacedResourceQuota({
      name: quota.metadata!.name!,
      namespace,
      body: [{ op: 'replace', path: '/spec/hard/pods', value: '16' }],
    });
    expect(changed.spec?.hard?.pods).toBe('16');
    const answers = [
      statusOf(client.core.listNamespacedSecret({ namespace })),
      statusOf(
        client.core.deleteNamespacedResourceQuota({
          name: quota.metadata!.name!,
          namespace,
        }),
      ),
      statusOf(
        client.core.createNamespacedConfigMap({
          namespace,
          body: { metadata: { name: 'notes' } },
        }),
      ),
      statusOf(
        client.core.listNamespacedResourceQuota({ namespace: 'kube-system' }),
      ),
    ];
    expect(await Promise.all(answers)).toEqual(answers.map(() => FORBIDDEN));
  });

  await test.step('she gives it back, and its token is refused', async () => {
    await dana
      .getByRole('button', { name: 'Close what dana asked for' })
      .click();
    await expect(elevations(dana)).toContainText('Over');
    await expect(
      dana.getByRole('button', { name: 'Get elevated kubeconfig' }),
    ).toHaveCount(0);
    await expect
      .poll(
        () => statusOf(client.core.listNamespacedResourceQuota({ namespace })),
        { timeout: 30_000 },
      )
      .toBe(UNAUTHORIZED);
  });

  await test.step('the log has who asked, who agreed, and that it was used', async () => {
    const ada = await portalAs('Ada');
    const actorsOf = async (action: string) =>
      (await ada.recordsOf(action, { environment: id })).map(
        ({ actor }) => actor.ref,
      );
    expect(await actorsOf('environment.elevation.request')).toEqual([
      'user:default/dana',
    ]);
    expect(await actorsOf('environment.elevation.decide')).toEqual([
      'user:default/olu',
    ]);
    expect(await actorsOf('environment.elevation.close')).toEqual([
      'user:default/dana',
    ]);
    const [used] = (
      await ada.recordsOf('environment.access', { environment: id })
    ).filter(({ stage }) => stage === 'succeeded');
    expect(used.reason).toMatch(/^A token as elevated until/);
  });
});

function elevations(page: Page) {
  return page.getByRole('grid', { name: 'More rights for minutes' });
}

async function elevatedKubeconfig(page: Page): Promise<string> {
  await page
    .getByRole('radiogroup', { name: 'Elevated kubeconfig' })
    .getByRole('radio', { name: /^With a token/ })
    .check({ force: true });
  await page.getByRole('button', { name: 'Get elevated kubeconfig' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download kubeconfig' }).click();
  return await readFile(await (await download).path(), 'utf8');
}
