import { expect, type Page } from '@playwright/test';
import { clusterAsAdmin } from './kubernetes';
import type { Environment, PortalApi } from './PortalApi';
import type { TestTemplate } from './TestTemplate';

type Check = (page: Page, place: string) => Promise<void>;

/** Something of everything that comes after creation. */
export interface ChangedThings {
  template: TestTemplate;
  /** Behind, on hold and drifted. */
  environment: Environment;
  rolloutId: string;
}

/** An environment that is behind, on hold and drifted, and a rollout that left it alone. */
export async function makeChangedThings(options: {
  dana: PortalApi;
  olu: PortalApi;
  name: string;
  template: TestTemplate;
}): Promise<ChangedThings> {
  const { dana, olu, name, template } = options;
  const environment = await dana.create(name, { template: template.name });
  const { id, namespace } = environment;
  const path = `/api/environments/environments/${id}`;
  await dana.send('PUT', `${path}/hold`, { reason: 'A demonstration today.' });
  await template.change({ greeting: 'Good morning', replicas: 2 });
  const { core } = clusterAsAdmin();
  await core.patchNamespacedConfigMap({
    name: 'settings',
    namespace,
    fieldManager: 'kubectl-edit',
    body: [{ op: 'replace', path: '/data/greeting', value: 'Ahoy' }],
  });
  const started = await olu.send('POST', '/api/environments/rollouts', {
    template: template.ref,
    revision: (await template.report())?.revision,
    cohorts: [
      { name: 'Canary', percent: 10 },
      { name: 'All', percent: 100 },
    ],
  });
  expect(started.ok(), await started.text()).toBe(true);
  await expect
    .poll(async () => (await dana.get(path)).drifted, { timeout: 60_000 })
    .toBe(1);
  const { rollout } = await started.json();
  return { template, environment, rolloutId: rollout.id };
}

/** What an owner sees when there is something to change. */
export async function visitChanges(
  page: Page,
  options: { things: ChangedThings; check: Check },
): Promise<void> {
  const { check, things } = options;
  await page.goto(`/environments/${things.environment.id}?tab=objects`);
  await expect(page.getByRole('note')).toContainText('Held by');
  await expect(
    page.getByRole('heading', { name: 'Changed past the portal' }),
  ).toBeVisible();
  await check(page, 'environment, held, behind and drifted');
  await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('What changes on the cluster')).toBeVisible();
  await expect(dialog.getByRole('alert')).toContainText('Release it first');
  await check(page, 'environment, upgrade');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  // By key: on a telephone the bar at the bottom may lie over it.
  const settings = page.getByRole('checkbox', { name: 'ConfigMap settings' });
  await settings.press('Space');
  await expect(settings).toBeChecked();
  await page.getByRole('button', { name: 'Except until a date' }).click();
  await expect(page.getByRole('dialog').getByLabel(/^Until/)).toBeVisible();
  await check(page, 'environment, decision about drift');
}

/** What ops look after. */
export async function visitTemplates(
  page: Page,
  options: { things: ChangedThings; check: Check },
): Promise<void> {
  const { check, things } = options;
  const { template } = things;
  await page.goto('/environments/templates');
  await expect(page.getByRole('grid', { name: 'Templates' })).toContainText(
    template.title,
  );
  await check(page, 'templates');

  const home = `/environments/templates/default/${template.name}`;
  await page.goto(home);
  await page
    .getByRole('button', { name: /^What changed/ })
    .first()
    .click();
  await expect(
    page.getByRole('list', { name: 'Objects that change' }),
  ).toBeVisible();
  await check(page, 'template, revisions and what differs');
  await page.getByRole('button', { name: /^Halt/ }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await check(page, 'template, halting');
  await page.goto(`${home}?tab=environments`);
  await expect(
    page.getByRole('grid', { name: 'Environments of this template' }),
  ).toBeVisible();
  await check(page, 'template, environments');
  await page.goto(`${home}?tab=rollouts`);
  await page.getByRole('button', { name: 'Start a rollout' }).click();
  await expect(
    page.getByRole('dialog').getByText(/^One environment is not/),
  ).toBeVisible();
  await check(page, 'template, start of a rollout');
  await page.goto(`/environments/rollouts/${things.rolloutId}`);
  await expect(
    page.getByRole('grid', { name: 'Environments of this rollout' }),
  ).toBeVisible();
  await check(page, 'rollout');
}

/** The workbench, part by part. */
export async function visitWorkbench(
  page: Page,
  options: { things: ChangedThings; check: Check },
): Promise<void> {
  const { check, things } = options;
  const home = `/environments/templates/workbench?template=default/${things.template.name}`;
  for (const tab of ['form', 'objects', 'changes', 'impact']) {
    await page.goto(`${home}&tab=${tab}`);
    await expect(page.getByText('No problems')).toBeVisible();
    await check(page, `workbench, ${tab}`);
  }
  await page.goto(`${home}&tab=dryRun`);
  await page.getByRole('button', { name: 'Run dry-run' }).click();
  await expect(
    page.getByRole('grid', { name: 'Answers of the cluster' }),
  ).toBeVisible({ timeout: 60_000 });
  await check(page, 'workbench, dry-run');
  await page.getByRole('textbox', { name: 'Template as YAML' }).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('nonsense: true\n');
  await expect(page.getByText(/^One problem|^\d+ problems/)).toBeVisible();
  await check(page, 'workbench with a problem');
}
