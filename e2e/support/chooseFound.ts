import type { Locator } from '@playwright/test';
import { expect } from './test';

/** Types into a field that looks things up, and takes the one that it finds. */
export async function chooseFound(
  field: Locator,
  typed: string,
): Promise<void> {
  const page = field.page();
  await field.fill(typed);
  // What was on offer before stays until there is an answer.
  const found = page.getByRole('option');
  await expect(found).toHaveCount(1);
  await found.click();
  await expect(page.getByRole('listbox')).toHaveCount(0);
}
