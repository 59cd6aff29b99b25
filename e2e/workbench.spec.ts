import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { environmentId } from './support/environmentPage';
import { clusterAsAdmin } from './support/kubernetes';
import { writeTemplate } from './support/editor';
import { expect, test } from './support/test';

const GOOD = '${parameters.replicas}';
const MISSPELT = '${parameters.replicaz}';

test('ops change a template in the workbench, see whom it meets, and try it for real', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const live = await (
    await portalAs('Dana')
  ).create(newName('live'), { template: 'service-sandbox' });
  const published = await readFile(
    path.join(
      process.env.SANDLOT_TEST_TEMPLATES!,
      'service-sandbox/template.yaml',
    ),
    'utf8',
  );
  const page = await pageAs('Olu');
  const problems = page.getByRole('region', { name: 'Problems and warnings' });

  await test.step('opens what is published', async () => {
    await page.getByRole('tab', { name: 'Templates' }).click();
    await page
      .getByRole('grid', { name: 'Templates' })
      .getByRole('link', { name: 'Service sandbox' })
      .click();
    await page.getByRole('link', { name: 'Open in workbench' }).click();
    await expect(
      page.getByRole('heading', { name: 'Workbench: Service sandbox' }),
    ).toBeVisible();
    await expect(problems.getByRole('status')).toContainText('No problems');
  });

  await test.step('breaks it, and is told where', async () => {
    const broken = published.replace(GOOD, MISSPELT);
    await writeTemplate(page, broken);
    const lines = broken.split('\n');
    const line = lines.findIndex(text => text.includes(MISSPELT)) + 1;
    const column = lines[line - 1].indexOf('replicaz') + 1;
    const problem = problems.getByRole('button', { name: /replicaz/ });
    await expect(problem).toContainText(`${line}:${column}`);
    await problem.click();
    expect(await lineOfCursor(page)).toBe(lines[line - 1]);
  });

  const room = published.replace("limits.cpu: '4'", "limits.cpu: '6'");
  await test.step('mends it, and gives more room', async () => {
    await writeTemplate(page, room);
    await expect(problems.getByRole('status')).toContainText('No problems');
  });

  await test.step('sees what changes against what is published', async () => {
    await page.getByRole('tab', { name: 'Changes' }).click();
    const objects = page.getByRole('list', { name: 'Objects that change' });
    await expect(objects.getByRole('listitem').first()).toContainText(
      'ResourceQuota quota',
    );
    await expect(
      objects.getByRole('list', { name: 'Fields of ResourceQuota quota' }),
    ).toContainText(/limits\.cpu.*Before:.*4.*After:.*6/s);
  });

  await test.step('sees what it means for those who have one', async () => {
    await page.getByRole('tab', { name: 'Impact' }).click();
    await expect(
      page
        .getByRole('grid', { name: 'Live environments' })
        .getByRole('row')
        .filter({ has: page.getByRole('link', { name: live.name }) }),
    ).toContainText('0 added, 1 changed, 0 removed');
  });

  const answers = page.getByRole('grid', { name: 'Answers of the cluster' });
  await test.step('reads in the words of the cluster what it would refuse', async () => {
    // More by default than is allowed at most: the language doesn't compare them.
    await writeTemplate(
      page,
      room.replace('default: { cpu: 250m,', "default: { cpu: '2',"),
    );
    await expect(problems.getByRole('status')).toContainText('No problems');
    await page.getByRole('tab', { name: 'Dry-run' }).click();
    await page.getByRole('button', { name: 'Run dry-run' }).click();
    await expect(
      page.getByText('This machine would refuse one object.'),
    ).toBeVisible({ timeout: 60_000 });
    const refused = answers.getByRole('row').filter({ hasText: 'Refused' });
    await expect(refused).toHaveCount(1);
    await expect(refused).toContainText('LimitRange limits');
    await expect(refused).toContainText('default value 2 is greater than max');
  });

  await test.step('mends that too, and the cluster would take it', async () => {
    await writeTemplate(page, room);
    await expect(
      page.getByText('The text or the choices changed since. Run it again.'),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Run dry-run' }).click();
    await expect(
      page.getByText(/^This machine would take all \d+ objects\.$/),
    ).toBeVisible({ timeout: 60_000 });
  });

  await test.step('tries it: a real environment, marked as a draft', async () => {
    const name = newName('tried');
    await page.getByRole('button', { name: 'Try it' }).click();
    const dialog = page.getByRole('dialog', {
      name: 'Make an environment from this draft',
    });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('button', { name: 'Create environment' }).click();
    await expect(page.getByRole('heading', { name })).toBeVisible();
    await expect(page.getByText(/^Ready since/)).toBeVisible({
      timeout: 90_000,
    });
    await expect(page.getByText('Draft', { exact: true })).toBeVisible();
  });

  const olu = await portalAs('Olu');
  const id = environmentId(page);
  const { namespace, draft } = await olu.get(
    `/api/environments/environments/${id}`,
  );
  expect(draft).toBe(true);
  const quota = await clusterAsAdmin().core.readNamespacedResourceQuota({
    name: 'quota',
    namespace,
  });
  expect(quota.spec?.hard?.['limits.cpu']).toBe('6');
  await test.step('the log says who tried what, and leads from one to the other', async () => {
    const ada = await portalAs('Ada');
    const [created] = await ada.recordsOf('environment.create', {
      environment: id,
    });
    const tries = await ada.recordsOf('template.try', {
      template: 'environmenttemplate:default/service-sandbox',
    });
    const tried = tries.find(
      ({ correlationId, stage }) =>
        correlationId === created.correlationId && stage === 'succeeded',
    );
    expect(tried?.actor.ref).toBe('user:default/olu');
    expect(tried?.template.revision).toBe(created.template.revision);
  });
});

test('a developer has no workbench', async ({ pageAs, portalAs }) => {
  const page = await pageAs('Dana');
  await expect(page.getByRole('tab', { name: 'Templates' })).toBeHidden();
  const refused = await (
    await portalAs('Dana')
  ).send('POST', '/api/environments/workbench/checks', { source: 'a: b' });
  expect(refused.status()).toBe(403);
});

async function lineOfCursor(page: Page): Promise<string | null | undefined> {
  return await page.evaluate(() => {
    const node = document.getSelection()?.anchorNode;
    const element = node instanceof Element ? node : node?.parentElement;
    return element?.closest('.cm-line')?.textContent;
  });
}
