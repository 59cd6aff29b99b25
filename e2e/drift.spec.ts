import type { Page } from '@playwright/test';
import { clusterAsAdmin } from './support/kubernetes';
import { giveReason } from './support/reasoned';
import { expect, test } from './support/test';

const MANAGER = 'kubectl-edit';
const PATIENCE = 60_000;

test('what somebody changed with kubectl is named, and reverted, left or accepted', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  const template = await newTemplate('steady');
  const name = newName('drifting');
  const dana = await portalAs('Dana');
  const { id, namespace } = await dana.create(name, {
    template: template.name,
  });
  const { apps, core } = clusterAsAdmin();
  await apps.patchNamespacedDeployment({
    name: 'web',
    namespace,
    fieldManager: MANAGER,
    body: [
      { op: 'replace', path: '/spec/replicas', value: 3 },
      {
        op: 'replace',
        path: '/spec/template/spec/containers/0/image',
        value: 'registry.example.com/mine:7',
      },
    ],
  });
  await core.patchNamespacedConfigMap({
    name: 'settings',
    namespace,
    fieldManager: MANAGER,
    body: [{ op: 'replace', path: '/data/greeting', value: 'Ahoy' }],
  });
  await core.patchNamespacedResourceQuota({
    name: 'quota',
    namespace,
    fieldManager: MANAGER,
    body: [{ op: 'replace', path: '/spec/hard/pods', value: '33' }],
  });

  const page = await pageAs('Dana');
  await test.step('the list says so, and the page says what and with what', async () => {
    await expect(
      page
        .getByRole('grid', { name: 'My environments' })
        .getByRole('row')
        .filter({ has: page.getByRole('link', { name }) }),
    ).toContainText('3 objects drifted', { timeout: PATIENCE });
    await page.getByRole('link', { name }).click();
    await page.getByRole('tab', { name: 'Objects' }).click();
    const fields = page.getByRole('list', { name: 'Fields of Deployment web' });
    await expect(fields).toContainText(
      /spec\.replicas.*Expected:.*1.*On the cluster:.*3.*Changed with kubectl-edit/s,
    );
    await expect(fields).toContainText('registry.example.com/mine:7');
    await expect(
      page.getByRole('list', { name: 'Fields of ConfigMap settings' }),
    ).toContainText(/Hello.*Ahoy/s);
  });

  await test.step('one is reverted', async () => {
    await decide(page, {
      object: 'Deployment web',
      action: 'Revert',
      reason: 'It was a mistake.',
    });
    await expect
      .poll(
        async () =>
          (
            await apps.readNamespacedDeployment({ name: 'web', namespace })
          ).spec?.replicas,
        { timeout: PATIENCE },
      )
      .toBe(1);
    await expect(
      page.getByRole('checkbox', { name: 'Deployment web' }),
    ).toBeHidden({ timeout: PATIENCE });
    await expect(page.getByText(/^Ready since/)).toBeVisible();
  });

  await test.step('one is left until a date', async () => {
    const until = new Date(Date.now() + 7 * 24 * 60 * 60 * 1000)
      .toISOString()
      .slice(0, 10);
    await decide(page, {
      object: 'ConfigMap settings',
      action: 'Except until a date',
      reason: 'We compare two greetings.',
      until,
    });
    await expect(page.getByText(/^Excepted by dana until /)).toContainText(
      'We compare two greetings.',
    );
  });

  await test.step('what limits it is not hers to accept, but of ops', async () => {
    await page
      .getByRole('checkbox', { name: 'ResourceQuota quota' })
      .check({ force: true });
    await expect(
      page.getByText(
        /^One object chosen\. Only those who manage templates may/,
      ),
    ).toBeVisible();
    await expect(
      page.getByRole('button', { name: 'Accept', exact: true }),
    ).toBeDisabled();

    const ops = await pageAs('Olu');
    await ops.getByRole('tab', { name: 'All' }).click();
    await ops.getByRole('link', { name }).click();
    await ops.getByRole('tab', { name: /^Objects/ }).click();
    await decide(ops, {
      object: 'ResourceQuota quota',
      action: 'Accept',
      reason: 'They need the room.',
    });
    await expect(
      ops.getByRole('checkbox', { name: 'ResourceQuota quota' }),
    ).toBeHidden({ timeout: PATIENCE });
  });

  await test.step('nothing else was touched, and nothing counts as drift', async () => {
    await expect
      .poll(
        async () =>
          (
            await dana.get(`/api/environments/environments/${id}`)
          ).drifted,
        { timeout: PATIENCE },
      )
      .toBe(0);
    const settings = await core.readNamespacedConfigMap({
      name: 'settings',
      namespace,
    });
    expect(settings.data?.greeting).toBe('Ahoy');
    const quota = await core.readNamespacedResourceQuota({
      name: 'quota',
      namespace,
    });
    expect(quota.spec?.hard?.pods).toBe('33');
  });

  const ada = await portalAs('Ada');
  const found = await ada.recordsOf('environment.drift', { environment: id });
  expect(found.length).toBeGreaterThan(0);
  for (const [action, reason] of [
    ['environment.revert', 'It was a mistake.'],
    ['environment.exceptDrift', 'We compare two greetings.'],
    ['environment.acceptDrift', 'They need the room.'],
  ]) {
    const records = await ada.recordsOf(action, { environment: id });
    expect(
      records.map(record => record.reason),
      action,
    ).toContain(reason);
  }
});

async function decide(
  page: Page,
  decision: { object: string; action: string; reason: string; until?: string },
): Promise<void> {
  const { object, ...act } = decision;
  await page
    .getByRole('checkbox', { name: object })
    .check({ force: true, timeout: PATIENCE });
  await page.getByRole('button', { name: act.action, exact: true }).click();
  await giveReason(page, act);
}
