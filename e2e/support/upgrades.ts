import { expect, type Page } from '@playwright/test';
import { clusterAsAdmin } from './kubernetes';

/** An operation of an environment is slow on a busy machine. */
const PATIENCE = 120_000;

/** The last operation ended well, and its stages are told. */
export async function expectDone(
  page: Page,
  expected: { kind: string; operations: number },
): Promise<void> {
  await page.getByRole('tab', { name: 'Activity' }).click();
  const rows = page
    .getByRole('grid', { name: 'Operations' })
    .getByRole('row')
    // Decisions have rows of their own, without stages.
    .filter({ has: page.getByRole('listitem') });
  await expect(rows).toHaveCount(expected.operations);
  await expect(rows.first()).toContainText(expected.kind);
  await expect(rows.first()).toContainText('Succeeded', { timeout: PATIENCE });
  await expect(rows.first().getByRole('listitem').first()).toContainText(
    'Done',
  );
  await expect(page.getByText(/^Ready since/)).toBeVisible();
}

/** What an upgrade of a test's template changes. */
export async function whatRuns(namespace: string) {
  const { apps, core } = clusterAsAdmin();
  const deployment = await apps.readNamespacedDeployment({
    name: 'web',
    namespace,
  });
  const settings = await core.readNamespacedConfigMap({
    name: 'settings',
    namespace,
  });
  return {
    replicas: deployment.spec?.replicas,
    greeting: settings.data?.greeting,
  };
}
