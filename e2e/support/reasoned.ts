import type { Page } from '@playwright/test';
import { expect } from './test';

/** Fills in why, and perhaps until when, and does what the open dialog is about. */
export async function giveReason(
  page: Page,
  act: { action: string; reason: string; until?: string },
): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill(act.reason);
  if (act.until) {
    await dialog.getByLabel(/^Until/).fill(act.until);
  }
  await dialog.getByRole('button', { name: act.action, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}
