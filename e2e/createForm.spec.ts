import { environmentId } from './support/environmentPage';
import { clusterAsAdmin } from './support/kubernetes';
import { expect, test } from './support/test';

test('an add-on that is switched on is promised, and made', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('cached');
  const page = await pageAs('Dana');
  await page.getByRole('tab', { name: 'Create' }).click();
  await page.getByRole('heading', { name: 'Service sandbox' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);

  await test.step('fields come and go with what is chosen', async () => {
    const path = page.getByRole('textbox', { name: 'Health path' });
    await expect(path).toBeVisible();
    await page
      .getByRole('radio', { name: 'The port is open' })
      .check({ force: true });
    await expect(path).toBeHidden();
    await page
      .getByRole('radio', { name: 'It answers an HTTP request' })
      .check({ force: true });
    await expect(path).toBeVisible();
  });

  const promised = page.getByRole('list', {
    name: 'Objects that will be made: Add-on redis',
  });
  await test.step('the add-on is in what one gets as soon as it is on', async () => {
    await expect(
      page.getByRole('region', { name: 'What you get' }),
    ).toContainText('Deployment');
    await expect(promised).toBeHidden();
    await page.getByRole('switch', { name: 'Redis' }).check({ force: true });
    await expect(promised).toContainText('Deployment redis');
  });

  await page.getByRole('button', { name: 'Create environment' }).click();
  await expect(page.getByText(/^Ready since/)).toBeVisible({ timeout: 90_000 });
  const { namespace } = await (
    await portalAs('Dana')
  ).get(`/api/environments/environments/${environmentId(page)}`);
  const redis = await clusterAsAdmin().apps.readNamespacedDeployment({
    name: 'redis',
    namespace,
  });
  expect(redis.metadata?.labels?.['sandlot.dev/origin']).toBe('add-on.redis');
  await page.getByRole('tab', { name: 'Objects' }).click();
  await expect(
    page.getByRole('row').filter({ hasText: 'Deployment' }).filter({
      hasText: 'redis',
    }),
  ).toContainText('Add-on redis');
});

test('own objects are made with the rest, and refused at their line', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('own');
  const page = await pageAs('Dana');
  await page.getByRole('tab', { name: 'Create' }).click();
  await page.getByRole('heading', { name: 'Team sandbox' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Your own objects' }).click();
  const manifests = page.getByRole('textbox', {
    name: 'Kubernetes objects as YAML',
  });

  await test.step('what would give rights is not taken', async () => {
    await manifests.fill(`${NOTES}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: more
`);
    await expect(manifests).toHaveAccessibleDescription(
      /Line 9: .*RoleBinding/,
    );
    await expect(manifests).toHaveAttribute('aria-invalid', 'true');
    await page.getByRole('button', { name: 'Create environment' }).click();
    await expect(
      page.getByText('One thing to put right before this can be created'),
    ).toBeVisible();
    await expect(page).toHaveURL(/\/create/);
  });

  await test.step('what is theirs is promised as theirs', async () => {
    await manifests.fill(NOTES);
    await expect(
      page.getByRole('list', { name: 'Objects that will be made: Yours' }),
    ).toContainText('ConfigMap notes');
  });

  await page.getByRole('button', { name: 'Create environment' }).click();
  await expect(page.getByText(/^Ready since/)).toBeVisible({ timeout: 90_000 });
  const { namespace } = await (
    await portalAs('Dana')
  ).get(`/api/environments/environments/${environmentId(page)}`);
  const notes = await clusterAsAdmin().core.readNamespacedConfigMap({
    name: 'notes',
    namespace,
  });
  // Literal: nothing is put in.
  expect(notes.data).toEqual({ from: '${owner.name}' });
  expect(notes.metadata?.labels?.['sandlot.dev/origin']).toBe('developer');
});

const NOTES = `apiVersion: v1
kind: ConfigMap
metadata:
  name: notes
data:
  from: \${owner.name}
`;
