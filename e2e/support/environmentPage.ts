import type { Page } from '@playwright/test';

/** The id of the environment whose page this is. */
export function environmentId(page: Page): string {
  const match = /\/environments\/([0-9a-f-]{36})/.exec(page.url());
  if (!match) {
    throw new Error(`${page.url()} is not the page of an environment`);
  }
  return match[1];
}

/** Presses the button of an action on an environment, or chooses it from the menu of the rarer ones. */
export async function chooseAction(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  const menu = page.getByRole('button', { name: /^More that you can do with/ });
  await button.or(menu).first().waitFor();
  if (await button.isVisible()) {
    await button.click();
    return;
  }
  await menu.click();
  await page.getByRole('menuitem', { name, exact: true }).click();
  // A menu is a dialog too, until it has gone.
  await page
    .getByRole('dialog', { name: /^More that you can do with/ })
    .waitFor({ state: 'hidden' });
}
