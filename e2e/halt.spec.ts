import { giveReason } from './support/reasoned';
import { CHECK_MESSAGE } from './support/templateText';
import { expect, test } from './support/test';

/** As the portal is configured. */
const FAILURES = 3;

test('a template that fails again and again is halted, and ops resume it', async ({
  pageAs,
  portalAs,
  newName,
  newTemplate,
}) => {
  const template = await newTemplate('moon', { neverHolds: 5 });
  const dana = await portalAs('Dana');
  const page = await pageAs('Dana');
  const form = `/environments/create?template=default/${template.name}`;

  await test.step('each failure says what was waited for', async () => {
    const made: string[] = [];
    for (let count = 0; count < FAILURES; count += 1) {
      made.push(
        await dana.request(newName('waiting'), { template: template.name }),
      );
    }
    for (const id of made) {
      await dana.waitFor(id, 'Failed');
    }
    await page.goto(`/environments/${made[0]}`);
    await expect(page.getByRole('alert')).toContainText(CHECK_MESSAGE);
  });

  await test.step('nobody can create from it, and everybody reads why', async () => {
    await expect
      .poll(async () => (await template.report())?.halted !== undefined, {
        timeout: 60_000,
      })
      .toBe(true);
    await page.goto('/environments');
    await page.getByRole('tab', { name: 'Create' }).click();
    await page.getByRole('heading', { name: template.title }).click();
    await expect(
      page.getByRole('alert').filter({
        hasText: 'This revision is halted: nobody can create from it now',
      }),
    ).toContainText(`${FAILURES}`);
    await expect(
      page.getByRole('button', { name: 'Create environment' }),
    ).toBeDisabled();
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeDisabled();
    const refused = await dana.send(
      'POST',
      '/api/environments/environments',
      await dana.requestBody(newName('refused'), { template: template.name }),
    );
    expect(refused.status()).toBe(409);
  });

  const olu = await portalAs('Olu');
  await test.step('ops are told', async () => {
    await expect
      .poll(
        async () => {
          const { notifications } = await olu.get(
            '/api/notifications?limit=100',
          );
          return notifications.map(
            ({ payload }: { payload: { title: string } }) => payload.title,
          );
        },
        { timeout: 90_000 },
      )
      .toContain(`${template.title} is halted`);
  });

  await test.step('ops resume it with a reason', async () => {
    const ops = await pageAs('Olu');
    await ops.getByRole('tab', { name: 'Templates' }).click();
    await expect(
      ops.getByRole('row').filter({ hasText: template.title }),
    ).toContainText('Halted');
    await ops.getByRole('link', { name: template.title }).click();
    const notice = ops.getByRole('status').filter({ hasText: 'is halted' });
    await notice.getByRole('button', { name: /^Resume/ }).click();
    await giveReason(ops, { action: 'Resume', reason: 'The moon will rise.' });
    await expect(notice).toBeHidden();
  });

  await test.step('it can be used again', async () => {
    await page.goto(form);
    await expect(
      page.getByRole('button', { name: 'Create environment' }),
    ).toBeEnabled();
  });

  const about = { template: template.ref };
  const ada = await portalAs('Ada');
  const halts = await ada.recordsOf('template.halt', about);
  expect(halts.map(({ outcome }) => outcome)).toContain('success');
  const resumptions = await ada.recordsOf('template.resume', about);
  expect(resumptions.map(({ reason }) => reason)).toContain(
    'The moon will rise.',
  );
  expect(resumptions[0].actor.ref).toBe('user:default/olu');
});
