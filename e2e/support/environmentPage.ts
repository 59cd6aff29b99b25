import type { Page } from '@playwright/test';

/** The id of the environment whose page this is. */
export function environmentId(page: Page): string {
  const match = /\/environments\/([0-9a-f-]{36})/.exec(page.url());
  if (!match) {
    throw new Error(`${page.url()} is not the page of an environment`);
  }
  return match[1];
}
