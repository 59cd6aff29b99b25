import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

test('a link lets somebody who is signed in look, until it is revoked', async ({
  browser,
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('shown');
  const { id } = await (await portalAs('Dana')).create(name);
  const dana = await pageAs('Dana');
  await dana.goto(`/environments/${id}?tab=members`);
  const link = await makeLink(dana, 'A client');
  const code = link.split('#share=')[1];
  expect(code).toMatch(/^[A-Za-z0-9_-]{32}$/);

  const context = await browser.newContext();
  const milo = await context.newPage();
  const sent: string[] = [];
  milo.on('request', request => sent.push(request.url()));

  await test.step('Milo opens it, and signs in', async () => {
    await milo.goto(link);
    const signIn = milo.getByRole('button', { name: 'Sign in as Milo' });
    await expect(signIn).toBeVisible();
    // Before anything that may send the address of the page somewhere.
    await expect(milo).toHaveURL(new RegExp(`/environments/${id}$`));
    await signIn.click();
    await expect(milo.getByRole('heading', { level: 1 })).toContainText(name);
    await expect(
      milo.getByText(/^You see this by a link of dana, until /),
    ).toBeVisible();
    // Room is made for the notice that environments are not real, and for no other.
    const { y, height } = (await milo
      .getByTestId('sidebar-root')
      .locator('> div')
      .boundingBox())!;
    expect(y + height).toBe(milo.viewportSize()!.height);
  });

  await test.step('he looks, and can do nothing', async () => {
    for (const action of [/^Delete/, /^Extend/, /kubeconfig$/, /^More that/]) {
      await expect(milo.getByRole('button', { name: action })).toHaveCount(0);
    }
    await milo.getByRole('tab', { name: 'Objects' }).click();
    await expect(milo.getByRole('grid').first()).toBeVisible();
    const api = await portalAs('Milo');
    const path = `/api/environments/environments/${id}`;
    expect((await api.send('GET', path)).status()).toBe(200);
    for (const [method, rest] of [
      ['DELETE', ''],
      ['POST', '/kubeconfig'],
      ['POST', '/shares'],
      ['POST', '/elevations'],
    ] as const) {
      const body = { '/shares': { label: 'Mine' }, '/kubeconfig': {} }[
        rest as string
      ] ?? { minutes: 15, reason: 'Because' };
      const answer = await api.send(
        method,
        path + rest,
        method === 'POST' ? body : undefined,
      );
      expect.soft(answer.status(), `${method} ${rest}`).toBe(403);
    }
  });

  await test.step('the code was in no address that was sent, and is not kept', async () => {
    expect(sent.filter(url => url.includes(code))).toEqual([]);
    expect(
      await milo.evaluate(() =>
        JSON.stringify([
          { ...sessionStorage },
          { ...localStorage },
          window.location.href,
          document.cookie,
        ]),
      ),
    ).not.toContain(code);
  });

  await test.step('Dana sees who came, and revokes it', async () => {
    const links = dana.getByRole('grid', { name: 'Links for others' });
    await dana.reload();
    await expect(links).toContainText(/A client.*milo/s);
    await dana
      .getByRole('button', { name: 'Revoke the link for A client' })
      .click();
    await dana
      .getByRole('dialog')
      .getByRole('button', { name: 'Revoke' })
      .click();
    await expect(links).toContainText('Revoked');
  });

  await test.step('it is shut for Milo, by the link too', async () => {
    await milo.goto(`/environments/${id}`);
    await expect(milo.getByRole('alert')).toContainText('No such environment');
    await milo.goto('/environments');
    await milo.goto(link);
    await expect(
      milo.getByText('The link with which you came is not good'),
    ).toBeVisible();
    await expect(
      milo.getByRole('alert').filter({ hasText: 'No such environment' }),
    ).toBeVisible();
  });
  await context.close();
});

/** Makes a link as a person does, and takes it from the clipboard. */
async function makeLink(page: Page, label: string): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Make link' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /For whom/ }).fill(label);
  await dialog.getByRole('button', { name: 'Make link' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  return await page.evaluate(() => navigator.clipboard.readText());
}
